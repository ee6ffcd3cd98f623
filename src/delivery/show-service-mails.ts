import type { Db } from '../db.ts';
import { InvalidInput, NotFound } from '../errors.ts';
import {
  selectOutcomes,
  selectServiceMail,
  selectServiceMailCounts,
  selectServiceMails,
} from './queries/service-mails.ts';
import { countStates, deliveryStates, type StateCounts } from './states.ts';

/** The account of one kind of service mail: `queued` is the sum of all that follows but the three parts of `pending`. */
export interface ServiceBalance extends StateCounts {
  kind: string;
  queued: number;
}

/** The balance of each kind of service mail that was queued since then. */
export async function readServiceBalances(db: Db, since: Date): Promise<ServiceBalance[]> {
  const rows = await selectServiceMailCounts(db, since);
  return [...new Set(rows.map(({ kind }) => kind))].map((kind) => {
    const own = rows.filter((row) => row.kind === kind);
    return { kind, queued: own.reduce((sum, row) => sum + row.count, 0), ...countStates(own) };
  });
}

/**
 * The newest service mails.
 * @throws InvalidInput for a state that there is not
 */
export async function listServiceMails(
  db: Db,
  { state, addressHash, limit }: { state?: string; addressHash?: Buffer; limit: number },
) {
  const known = deliveryStates.find((one) => one === state) ?? null;
  if (state !== undefined && known === null)
    throw new InvalidInput(`the state is ${JSON.stringify(state)}; there are ${deliveryStates.join(', ')}`);
  return selectServiceMails(db, { state: known, addressHash: addressHash ?? null, limit });
}

/** Which of the mails with these keys are on their way still, and which did not reach anybody. */
export async function outcomesOf(db: Db, keys: string[]): Promise<Map<string, 'waiting' | 'sent' | 'lost'>> {
  const waiting = new Set<string>(['waiting', 'sending', 'deferred']);
  const lost = new Set<string>(['failed', 'suppressed', 'cancelled']);
  const rows = await selectOutcomes(db, keys);
  return new Map(
    rows.map(({ key, state, bounced }) => [
      key,
      bounced || lost.has(state) ? 'lost' : waiting.has(state) ? 'waiting' : 'sent',
    ]),
  );
}

/**
 * What became of one service mail. What it says is not shown: it may carry a link that signs in.
 * @throws NotFound
 */
export async function showServiceMail(db: Db, id: number) {
  const row = await selectServiceMail(db, id);
  if (row === undefined)
    throw new NotFound(`there is no service mail ${id}; "service-mails list" shows them`);
  const { kind, stream, address, language, priority, state, messageId, relay, reply, replyClass, reason } =
    row;
  const { dueAt, expiresAt, createdAt, updatedAt } = row;
  return {
    id,
    kind,
    stream,
    address,
    language,
    priority,
    state,
    attempts: row.attempt,
    messageId,
    relay,
    reply,
    replyClass,
    reason,
    dueAt,
    expiresAt,
    createdAt,
    updatedAt,
  };
}
