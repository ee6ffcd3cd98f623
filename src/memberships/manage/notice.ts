import type { Db } from '../../db.ts';
import { hashAddress } from '../../address-hash.ts';
import { queueServiceMail } from '../../delivery/service-mails.ts';
import { requirePublication } from '../../publication/publication.ts';
import type { Services } from '../../services.ts';
import { parseAddress } from '../../subscribers/address.ts';
import { readPreferences } from '../../subscribers/preferences.ts';
import type { Membership } from '../membership.ts';
import { endTold } from '../notices/end-told.ts';
import { noteTold } from '../queries/notices.ts';

export type Act = 'changed' | 'paused' | 'resumed' | 'cancelled' | 'undone';

/** What was done, for the mail that confirms it. */
export interface Notice {
  act: Act;
  /** Of one act: it is confirmed once. */
  key: string;
  /** When it ends, or goes on. */
  day: Date | null;
}

const forMs = 3 * 24 * 3_600_000;

/** Confirms to somebody by mail what they did with their membership. */
export async function queueNotice(
  services: Services,
  { id: membershipId, subscriberId }: Membership,
  { act, key, day }: Notice,
  now: Date,
): Promise<void> {
  const person = subscriberId === null ? null : await readPreferences(services, subscriberId);
  if (person === null) return;
  const addressHash = hashAddress(services.config.suppressionKey, parseAddress(person.address).key);
  const language = person.language ?? (await requirePublication(services.db)).language;
  await services.db.transaction().execute(async (trx: Db) => {
    if (act === 'cancelled' && day === null) await noteTold(trx, endTold(membershipId), membershipId, now);
    await queueServiceMail(trx, {
      kind: 'membership-act',
      idempotencyKey: `membership-act:${act}:${key}`,
      subscriberId,
      address: person.address,
      addressHash,
      language,
      props: { act, membershipId, day: day?.toISOString() ?? null },
      expiresAt: new Date(now.getTime() + forMs),
    });
  });
  await services.jobs.hint('send-service-mails', [{}]);
}
