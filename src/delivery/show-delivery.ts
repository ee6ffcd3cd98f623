import { hashAddress } from '../address-hash.ts';
import type { Services } from '../services.ts';
import type { Db } from '../db.ts';
import type { DeliveryState } from '../db-schema.ts';
import { NotFound } from '../errors.ts';
import { messageIdOf } from './message-ids.ts';
import { selectAttempts } from './queries/attempts.ts';
import { selectAddressee, selectDelivery, selectNews, selectReportsAbout } from './queries/life.ts';
import { selectSend } from './queries/sends.ts';
import { selectSuppressionsOf } from './queries/suppressions.ts';
import { say } from './say.ts';
import { describeVariant, namesIn } from './segments.ts';

/** One attempt, or that a person has it sent again (`waiting`). */
export interface Attempt {
  attempt: number;
  at: Date;
  outcome: DeliveryState;
  relay: string | null;
  reply: string | null;
  replyClass: string | null;
  reason: string | null;
}

export interface Addressee {
  /** The folded address of `parseAddress`. */
  addressKey: string;
  /** Who subscribes with it now, if anybody does. */
  subscriberId: number | null;
}

/** The life of one delivery, as `showDelivery` tells it. */
export type Life = Awaited<ReturnType<typeof showDelivery>>;

/**
 * The life of one delivery: what it was, each attempt, and what was heard of it later.
 * @throws NotFound where the edition did not go to this address, or its detail is no longer kept
 */
export async function showDelivery({ db, config }: Services, editionId: number, addressee: Addressee) {
  const { addressKey } = addressee;
  const row = await findRow(db, editionId, addressee, hashAddress(config.suppressionKey, addressKey));
  if (row === undefined) throw await whyNone(db, editionId, addressKey);
  const { subscriberId, attempt, domain, ...rest } = row;
  const [kept, news, reports, suppressions] = await Promise.all([
    selectAttempts(db, editionId, subscriberId),
    selectNews(db, editionId, subscriberId),
    selectReportsAbout(db, editionId, subscriberId),
    selectSuppressionsOf(db, row.addressHash),
  ]);
  return {
    editionId,
    newsletterId: rest.newsletterId,
    subscriberId,
    address: rest.address,
    state: rest.state,
    reason: rest.reason,
    withdrawn: rest.withdrawn,
    attempts: attempt,
    relay: rest.relay,
    reply: rest.reply,
    replyClass: rest.replyClass,
    dueAt: rest.dueAt,
    updatedAt: rest.updatedAt,
    batch: rest.batch,
    /** Of the text it was offered in last; null before the first attempt. */
    revision: attempt > 0 || rest.state === 'sent' ? rest.revision : null,
    /** Which parts it shows, of those that its text has. */
    variant: variantOf(row),
    appealDecision: rest.appealDecision,
    subjectVariant: rest.subjectVariant,
    subject: rest.subject,
    clicksCountedPerPerson: rest.clickPerson,
    messageId: domain === null ? null : messageIdOf({ editionId, subscriberId }, domain),
    history: withLast(kept, row),
    news,
    reports,
    suppressions: suppressions.map(({ reason, streams, newsletterId, createdAt, createdBy, liftedAt }) => ({
      reason,
      streams,
      newsletterId,
      createdAt,
      createdBy,
      liftedAt,
    })),
  };
}

/** By who subscribes with the address now, which is quick; else by the address that it was sent to. */
async function findRow(db: Db, editionId: number, { subscriberId }: Addressee, addressHash: Buffer) {
  const row = subscriberId === null ? undefined : await selectDelivery(db, editionId, subscriberId);
  if (row !== undefined) return row;
  const found = await selectAddressee(db, editionId, addressHash);
  return found && selectDelivery(db, editionId, found.subscriberId);
}

async function whyNone(db: Db, editionId: number, addressKey: string): Promise<NotFound> {
  const send = await selectSend(db, editionId);
  if (send === undefined) return new NotFound(say.notLaunched(editionId));
  if (send.prunedAt !== null)
    return new NotFound(say.detailGone(editionId, send.prunedAt.toISOString().slice(0, 10)));
  return new NotFound(`edition ${editionId} was not addressed to ${JSON.stringify(addressKey)}`);
}

type Row = NonNullable<Awaited<ReturnType<typeof selectDelivery>>>;

/** Bits of parts that came with a later text tell nothing of an earlier one. */
function variantOf({ segments, variant, html, text }: Row): string {
  const names = namesIn([html ?? '', text ?? '']);
  const known = segments.map((name) => (name === 'patron' || names.has(name) ? name : ''));
  return describeVariant(known, variant)
    .split(', ')
    .filter((name) => name !== '')
    .join(', ');
}

/** An attempt that was a plain success, or that found an earlier one's late reply, stands in the delivery's row alone. */
function withLast(kept: Attempt[], { state, attempt, updatedAt, relay, reply }: Row): Attempt[] {
  const isTold = kept.some((one) => one.outcome === 'sent' && one.attempt === attempt);
  if (state !== 'sent' || isTold) return kept;
  return [...kept, { attempt, at: updatedAt, outcome: state, relay, reply, replyClass: null, reason: null }];
}
