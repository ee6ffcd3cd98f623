import type { Db } from '../db.ts';
import type { DeliveryState } from '../db-schema.ts';
import { InvalidInput, NotFound } from '../errors.ts';
import { selectServiceMail, selectServiceMailCounts, selectServiceMails } from './queries/service-mails.ts';

const states: DeliveryState[] = [
  'waiting',
  'sending',
  'deferred',
  'sent',
  'failed',
  'suppressed',
  'uncertain',
  'cancelled',
];

/** The account of one kind of service mail: `queued` is the sum of all that follows but the three parts of `pending`. */
export interface ServiceBalance {
  kind: string;
  queued: number;
  sent: number;
  failed: number;
  suppressed: number;
  uncertain: number;
  cancelled: number;
  pending: number;
  waiting: number;
  sending: number;
  deferred: number;
}

/** The balance of each kind of service mail that was queued since then. */
export async function readServiceBalances(db: Db, since: Date): Promise<ServiceBalance[]> {
  const rows = await selectServiceMailCounts(db, since);
  return [...new Set(rows.map(({ kind }) => kind))].map((kind) => {
    const own = rows.filter((row) => row.kind === kind);
    const count = (state: DeliveryState): number => own.find((row) => row.state === state)?.count ?? 0;
    const [waiting, sending, deferred] = [count('waiting'), count('sending'), count('deferred')];
    return {
      kind,
      queued: own.reduce((sum, row) => sum + row.count, 0),
      sent: count('sent'),
      failed: count('failed'),
      suppressed: count('suppressed'),
      uncertain: count('uncertain'),
      cancelled: count('cancelled'),
      pending: waiting + sending + deferred,
      waiting,
      sending,
      deferred,
    };
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
  const known = states.find((one) => one === state) ?? null;
  if (state !== undefined && known === null)
    throw new InvalidInput(`the state is ${JSON.stringify(state)}; there are ${states.join(', ')}`);
  return selectServiceMails(db, { state: known, addressHash: addressHash ?? null, limit });
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
