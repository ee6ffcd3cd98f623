import { randomUUID } from 'node:crypto';
import type { Mail } from '../../emails/index.ts';
import type { Selectable } from 'kysely';
import type { Db } from '../db.ts';
import type { ServiceMails } from '../db-schema.ts';
import { messageOf } from '../errors.ts';
import { senderFor } from '../publication/senders.ts';
import type { Services } from '../services.ts';
import { classifyReply } from './classify.ts';
import { composeServiceMail } from './compose-service-mail.ts';
import { claimServiceMails, hasDueServiceMails, insertServiceMail, updateServiceMail } from './queries.ts';
import { isSuppressed, type Stream } from './suppress.ts';
import type { Handover, Transport } from './transport.ts';

export type ServiceMail = Selectable<ServiceMails>;

/** Turns a queued mail's ids into a mail, when it is sent. A file a kind, an explicit map. */
export type Composer = (services: Services, mail: ServiceMail) => Promise<Mail>;
export type Composers = Record<string, Composer>;

export interface ServiceMailRequest {
  kind: string;
  /** Two requests with one key are one mail. */
  idempotencyKey: string;
  subscriberId: number | null;
  address: string;
  addressHash: Buffer;
  language: string;
  /** Ids and plain facts; links are signed when the mail is composed. */
  props: object;
  expiresAt: Date;
  stream?: Stream;
}

const groupSize = 20;
const leaseSeconds = 120;
const retrySecondsAfter = [60, 120, 300, 600, 1_800];

/** Queues a mail in the transaction that causes it; gives the Message-ID that it will have. */
export async function queueServiceMail(trx: Db, request: ServiceMailRequest): Promise<string> {
  const sender = await senderFor(trx, null);
  const messageId = `<${randomUUID()}@${sender.fromAddress.split('@')[1]}>`;
  await insertServiceMail(trx, { ...request, stream: request.stream ?? 'service', messageId });
  return messageId;
}

/** Sends the service mails that are due, until none is or the signal stops it. */
export async function sendServiceMails(
  services: Services,
  transport: Transport,
  composers: Composers,
  signal: AbortSignal,
): Promise<number> {
  let sent = 0;
  while (!signal.aborted) {
    const attemptId = randomUUID();
    const mails = await services.db
      .transaction()
      .execute((trx) => claimServiceMails(trx, attemptId, groupSize, leaseSeconds));
    if (mails.length === 0) break;
    await Promise.all(mails.map((mail) => sendOne(services, transport, composers, mail, attemptId)));
    sent += mails.length;
  }
  return sent;
}

async function sendOne(
  services: Services,
  transport: Transport,
  composers: Composers,
  mail: ServiceMail,
  attemptId: string,
): Promise<void> {
  const record = (values: {
    state: ServiceMail['state'];
    reply?: string;
    replyClass?: string;
    reason?: string;
    dueAt?: Date;
  }): Promise<void> => {
    const { state, reply = null, replyClass = null, reason = null, dueAt } = values;
    return updateServiceMail(services.db, mail.id, attemptId, {
      state,
      reply,
      replyClass,
      reason,
      relay: transport.relay,
      ...(dueAt ? { dueAt } : {}),
    });
  };
  if (await isSuppressed(services.db, mail.addressHash, mail.stream as Stream))
    return record({ state: 'suppressed', reason: 'the address is suppressed' });
  const compose = composers[mail.kind];
  try {
    if (compose === undefined)
      throw new TypeError(`there is no composer for the mail ${JSON.stringify(mail.kind)}`);
    const sender = await senderFor(services.db, null);
    const raw = await composeServiceMail(sender, mail, await compose(services, mail));
    return await record(
      judge(await transport.send({ from: sender.fromAddress, to: mail.address, raw }), mail),
    );
  } catch (error) {
    services.log.error(
      { err: error, serviceMailId: mail.id, kind: mail.kind },
      'a service mail could not be made',
    );
    return record({ state: 'deferred', reason: messageOf(error), dueAt: nextAttempt(mail) });
  }
}

function judge(handover: Handover, mail: ServiceMail) {
  const { outcome, reply } = handover;
  if (outcome === 'accepted') return { state: 'sent' as const, reply };
  if (outcome === 'uncertain')
    return { state: 'uncertain' as const, reply, reason: 'no reply came after the mail was handed over' };
  if (outcome === 'refused' && handover.permanent && handover.about !== 'sender')
    return { state: 'failed' as const, reply, replyClass: classifyReply(reply) };
  return { state: 'deferred' as const, reply, replyClass: 'soft', dueAt: nextAttempt(mail) };
}

/** Sooner than for a digest: somebody waits for it. */
function nextAttempt({ attempt }: ServiceMail): Date {
  const seconds = retrySecondsAfter[Math.min(attempt, retrySecondsAfter.length) - 1] ?? 60;
  return new Date(Date.now() + seconds * 1000 * (0.9 + 0.2 * Math.random()));
}

/** Whether the sweep has service mail to hint at. */
export function hasServiceMailsDue(db: Db): Promise<boolean> {
  return hasDueServiceMails(db);
}
