import type { IncomingHttpHeaders } from 'node:http';
import { AppError, NotFound } from '../../errors.ts';
import type { guardedFetch } from '../../guarded-fetch.ts';
import type { Services } from '../../services.ts';
import { ownOf } from '../bounces/own.ts';
import { mailProviders } from '../bounces/providers/index.ts';
import type { ComeAgain, Posted, ProviderEvent, Receiver } from '../bounces/providers/provider.ts';
import { bindName } from '../queries/webhooks.ts';
import { takeReport } from './take-report.ts';

/** More of an event is not kept. */
const maxEvidence = 16_000;

/** A provider waits some seconds for its answer, and may have hundreds of events in a post. */
const atOnce = 4;

/** The doors of those providers that are set up. */
export interface MailWebhooks {
  /**
   * What may be refused before a body is read.
   * @throws NotFound where there is no such provider, or it is not set up
   * @throws AppError 401 or 403 for what cannot be authentic, 415 for what no provider posts
   */
  admit(provider: string, headers: IncomingHttpHeaders, now: Date): void;
  /**
   * Takes what a provider posts; once this ends it is committed. What was taken before changes nothing.
   * @returns how many events there were that say something about a recipient
   * @throws NotAuthentic for a forged or stale one: nothing of it was taken
   */
  receive(provider: string, posted: Posted, now: Date): Promise<number>;
  /** What makes this provider post again what could not be taken; null where 500 does. */
  comeAgain(provider: string): ComeAgain | null;
}

/** Opens the doors that the settings name. */
export function openMailWebhooks(services: Services, fetch: typeof guardedFetch): MailWebhooks {
  const bindOnce = (name: string, text: string, seconds: number, now: Date): Promise<boolean> =>
    bindName(services.db, { name, text, expiresAt: new Date(now.getTime() + seconds * 1000) });
  const receivers = Object.fromEntries(
    Object.entries(mailProviders).flatMap(([name, provider]): Array<[string, Receiver]> => {
      const receiver = provider.open(services.config.mailWebhooks, { fetch, bindOnce });
      return receiver === null ? [] : [[name, receiver]];
    }),
  );
  const find = (name: string): Receiver => {
    const receiver = ownOf(receivers, name);
    if (receiver === undefined) throw new NotFound('no mail provider is set up at this address');
    return receiver;
  };
  return {
    admit: (name, headers, now) => {
      const receiver = find(name);
      receiver.admit(headers, now);
      checkContentType(headers, receiver.contentTypes);
    },
    receive: async (name, posted, now) => {
      const events = await find(name).receive(posted, now);
      await takeAll(events, (event) => takeEvent(services, name, event, now));
      return events.length;
    },
    comeAgain: (name) => ownOf(receivers, name)?.comeAgain ?? null,
  };
}

/** Some at a time; one that cannot be written keeps no other back, and lets the post come again. */
async function takeAll(
  events: ProviderEvent[],
  take: (event: ProviderEvent) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  for (let index = 0; index < events.length; index += atOnce) {
    const taken = await Promise.allSettled(events.slice(index, index + atOnce).map(take));
    failures.push(...taken.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : [])));
  }
  if (failures.length > 0) throw failures[0];
}

function checkContentType(headers: IncomingHttpHeaders, allowed: string[]): void {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (allowed.includes(type)) return;
  throw new AppError(
    'wrong_content_type',
    415,
    `its content type is ${JSON.stringify(type.slice(0, 100))}; ${allowed.join(' and ')} are posted here`,
  );
}

async function takeEvent(
  services: Services,
  provider: string,
  event: ProviderEvent,
  now: Date,
): Promise<void> {
  const { id, at, report, raw } = event;
  await takeReport(
    services,
    {
      source: `webhook:${provider}`,
      externalId: id,
      report,
      evidence: { at: at?.toISOString() ?? null, event: keepable(raw) },
    },
    now,
  );
}

/** PostgreSQL takes no NUL, and no half of a pair. */
function keepable(raw: string): string {
  return raw.slice(0, maxEvidence).replaceAll('\0', '\uFFFD').toWellFormed();
}
