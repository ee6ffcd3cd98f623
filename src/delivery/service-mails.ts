import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Mail } from '../../emails/index.ts';
import type { Selectable } from 'kysely';
import type { Db } from '../db.ts';
import type { ServiceMails } from '../db-schema.ts';
import { messageOf } from '../errors.ts';
import { findSender, type Sender, senderFor } from '../publication/senders.ts';
import type { Services } from '../services.ts';
import { classifyOwnReply } from './blame.ts';
import { ownAddresses, serviceMailReference } from './inbound/addresses.ts';
import { usableInboundDomain } from './inbound/probe.ts';
import { composeServiceMail } from './compose-service-mail.ts';
import { randomMessageId } from './message-ids.ts';
import { persist } from './persist.ts';
import {
  claimServiceMails,
  hasDueServiceMails,
  insertServiceMail,
  setMessageId,
  updateServiceMail,
} from './queries/service-mails.ts';
import { whyUnsendable } from './sendable.ts';
import type { Message } from './smtp/handover.ts';
import { isSuppressed, type Stream } from './suppress.ts';
import type { Sent, Transport } from './transport.ts';
import { because } from './say.ts';

export type ServiceMail = Selectable<ServiceMails>;

/** Why a mail that was queued is not sent any more: what it was about is over. */
export interface NoLonger {
  noLonger: string;
}

/** A mail, and whom it comes from where that is not the sender of today. */
export type Composed = Mail & { sender?: Sender };

/**
 * Turns a queued mail's ids into a mail, when it is sent, or says why there is none to send any more. A file a kind, an
 * explicit map.
 */
export type Composer = (services: Services, mail: ServiceMail) => Promise<Composed | NoLonger>;
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
  /** Among service mails; 10 where nothing is said. Somebody waits for a sign-in link in front of the screen. */
  priority?: number;
}

const maxInHand = 20;
const leaseSeconds = 120;
// The slowest hand-over must be over before the lease is.
const handoverMs = 30_000;
const lookAgainMs = 500;
const restSeconds = 15;
const retrySecondsAfter = [60, 120, 300, 600, 1_800];

/**
 * Queues a mail in the transaction that causes it; gives the Message-ID that it will have. Where one with its key is
 * queued it is that one. Before a sender is set it waits for one, within its time, and has no Message-ID yet.
 */
export async function queueServiceMail(trx: Db, request: ServiceMailRequest): Promise<string | null> {
  const sender = await findSender(trx);
  const messageId = sender === null ? null : randomMessageId(sender.fromAddress);
  return insertServiceMail(trx, { ...request, stream: request.stream ?? 'service', messageId });
}

/**
 * Sends the service mails that are due, the most urgent first, until none is or the signal stops it. One that takes long
 * keeps no other waiting: those that become due meanwhile are found within half a second.
 */
export async function sendServiceMails(
  services: Services,
  transport: Transport,
  composers: Composers,
  signal: AbortSignal,
): Promise<number> {
  const inHand = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let taken = 0;
  while (!signal.aborted && failures.length === 0) {
    const room = maxInHand - inHand.size;
    const claimed = room > 0 && (await maySend(services)) ? await claim(services, room) : [];
    for (const one of claimed) {
      const done: Promise<void> = sendOne(services, transport, composers, one)
        .catch((error: unknown) => void failures.push(error))
        .finally(() => void inHand.delete(done));
      inHand.add(done);
    }
    taken += claimed.length;
    if (inHand.size === 0) break;
    await Promise.race([...inHand, sleep(lookAgainMs, undefined, { ref: false })]);
  }
  await Promise.all(inHand);
  const [failure] = failures;
  if (failure !== undefined) throw failure;
  return taken;
}

/** A service mail in intent. */
interface Claimed {
  mail: ServiceMail;
  attemptId: string;
  /** By `performance.now()`. */
  leaseEnds: number;
  /** The database's time in ms, as this process counts it on: its own clock may be wrong. */
  now(): number;
}

async function claim({ db }: Services, limit: number): Promise<Claimed[]> {
  const attemptId = randomUUID();
  // Our own clock from before the question: the lease lasts at least until then by the database's.
  const askedAt = performance.now();
  const leaseEnds = askedAt + leaseSeconds * 1000;
  const mails = await db
    .transaction()
    .execute((trx) => claimServiceMails(trx, attemptId, limit, leaseSeconds));
  return mails.map(({ claimedAt, ...mail }) => {
    const now = (): number => claimedAt.getTime() + performance.now() - askedAt;
    return { mail, attemptId, leaseEnds, now };
  });
}

async function maySend({ db, config, log }: Services): Promise<boolean> {
  const reason = (await findSender(db)) === null ? 'no sender is set' : await whyUnsendable(db, config);
  if (reason !== null) log.warn({ reason }, 'service mails wait');
  return reason === null;
}

interface Result {
  state: ServiceMail['state'];
  reply?: string;
  replyClass?: string;
  reason?: string;
  dueAt?: Date;
  relay?: string;
  attempt?: number;
}

/** Composed, handed over once, and then written down: nothing that fails behind the hand-over begins it anew. */
async function sendOne(
  services: Services,
  transport: Transport,
  composers: Composers,
  claimed: Claimed,
): Promise<void> {
  const { mail, attemptId, leaseEnds, now } = claimed;
  const message = await prepare(services, composers, claimed);
  const mayStill = async (): Promise<boolean> =>
    performance.now() < leaseEnds - handoverMs && mail.expiresAt.getTime() > now();
  const result =
    'raw' in message ? judge(await handOver(transport, message, mayStill), claimed) : inTime(message, mail);
  services.metrics.serviceMails.inc({ outcome: result.state, class: result.replyClass ?? 'none' });
  const values = { replyClass: null, reason: null, ...result };
  await persist(() => updateServiceMail(services.db, mail.id, attemptId, values));
}

/** The message, or why there is none to hand over. */
async function prepare(
  services: Services,
  composers: Composers,
  { mail, now }: Claimed,
): Promise<Message | Result> {
  const compose = composers[mail.kind];
  try {
    if (await isSuppressed(services.db, mail.addressHash, mail.stream as Stream))
      return { state: 'suppressed', reason: because.addressSuppressed };
    if (compose === undefined)
      throw new TypeError(`there is no composer for the mail ${JSON.stringify(mail.kind)}`);
    const composed = await compose(services, mail);
    if ('noLonger' in composed) return { state: 'cancelled', reason: composed.noLonger };
    const sender = composed.sender ?? (await senderFor(services.db, null));
    const messageId = mail.messageId ?? randomMessageId(sender.fromAddress);
    if (mail.messageId === null) await setMessageId(services.db, mail.id, messageId);
    const raw = await composeServiceMail(sender, { ...mail, messageId }, composed);
    const from = (await returnPathOf(services, mail)) ?? sender.fromAddress;
    return { from, to: mail.address, raw };
  } catch (error) {
    const { id: serviceMailId, kind } = mail;
    services.log.error({ err: error, serviceMailId, kind }, 'a service mail could not be made');
    return { state: 'deferred', reason: messageOf(error), dueAt: nextAttempt(mail, now()) };
  }
}

/** Where what comes back about it goes; null where no path back has been seen to work. */
async function returnPathOf({ db, config, tokens }: Services, { id }: ServiceMail): Promise<string | null> {
  const domain = await usableInboundDomain(db, config);
  if (domain === null) return null;
  const { editionId, subscriberId } = serviceMailReference(id);
  return ownAddresses(tokens.forDelivery(editionId, subscriberId), domain).returnPath;
}

/** A message that cannot be signed has not been handed over. */
function handOver(
  transport: Transport,
  message: Message,
  mayStill: () => Promise<boolean>,
): Promise<Sent | Result> {
  return transport
    .send(message, mayStill, 'service')
    .catch((error: unknown) => ({ state: 'deferred', reply: messageOf(error) }));
}

function judge(sent: Sent | Result, { mail, now }: Claimed): Result {
  const again = nextAttempt(mail, now());
  if ('state' in sent) return inTime({ ...sent, replyClass: 'soft', dueAt: again }, mail);
  if (sent.outcome === 'withheld') return { state: 'waiting', attempt: mail.attempt - 1 };
  if (sent.outcome === 'resting') return putBack(mail, sent, now());
  if (sent.outcome === 'cooled')
    return putBack(mail, { reason: because.destinationCools, restMs: null }, now());
  const { outcome, reply, relay } = sent;
  if (outcome === 'accepted') return { state: 'sent', reply, relay };
  if (outcome === 'uncertain') return { state: 'uncertain', reply, relay, reason: because.noReply };
  const replyClass = outcome === 'refused' ? classifyOwnReply(reply) : 'soft';
  // Our own fault may be mended before the mail expires; the recipient's will not.
  const isFinal =
    outcome === 'refused' && sent.permanent && sent.about !== 'sender' && replyClass !== 'sender';
  if (isFinal) return { state: 'failed', reply, replyClass, relay };
  return inTime({ state: 'deferred', reply, replyClass, relay, dueAt: again }, mail);
}

/** A try that would come after its expiry is none: it has failed now, with the last reply. */
function inTime(result: Result, { expiresAt }: ServiceMail): Result {
  if (result.dueAt === undefined || result.dueAt <= expiresAt) return result;
  return {
    ...result,
    state: 'failed',
    // Not counted against the recipient where the fault was ours.
    replyClass: result.replyClass === 'sender' ? 'sender' : 'expired',
    reason: [because.expiresFirst, result.reason].filter((why) => why !== undefined).join('; '),
  };
}

/** No relay may be used for now: it waits until one may, half a minute at the most, and no attempt is counted. */
function putBack(
  { attempt }: ServiceMail,
  { reason, restMs }: { reason: string; restMs: number | null },
  now: number,
): Result {
  const waitMs = Math.min(restMs ?? restSeconds * 1000, 2 * restSeconds * 1000);
  const dueAt = new Date(now + waitMs + 1_000 * Math.random());
  return { state: 'waiting', reason, dueAt, attempt: attempt - 1 };
}

/** Sooner than for a digest: somebody waits for it. */
function nextAttempt({ attempt }: ServiceMail, now: number): Date {
  const seconds = retrySecondsAfter[Math.min(attempt, retrySecondsAfter.length) - 1] ?? 60;
  return new Date(now + seconds * 1000 * (0.9 + 0.2 * Math.random()));
}

/** Whether the sweep has service mail to hint at. */
export function hasServiceMailsDue(db: Db): Promise<boolean> {
  return hasDueServiceMails(db);
}
