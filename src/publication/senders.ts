import { z } from 'zod';
import type { Actor } from '../access/actor.ts';
import { changeOf, recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import type { Db } from '../db.ts';
import { Conflict, NotFound } from '../errors.ts';
import { invalid } from './publication.ts';
import { deleteSender, lockSenders, selectSender, selectSenders, upsertSender } from './queries.ts';
import { oneLine } from './values.ts';
import { wrong } from '../wrong-values.ts';
import { say } from './say.ts';

/** Who a mail comes from, and where a person's answer goes. */
export interface Sender {
  fromName: string;
  fromAddress: string;
  replyTo: string | null;
}

const address = z.email({ error: wrong.notAddress('digest@paper.example') });
const schema = z.strictObject({ fromName: oneLine(100), fromAddress: address, replyTo: address.nullable() });

/**
 * The sender of a newsletter, else the default one; the default one for null.
 * @throws NotFound where none is set.
 */
export async function senderFor(db: Db, newsletterId: number | null): Promise<Sender> {
  const row = await selectSender(db, newsletterId);
  if (row === undefined) {
    throw new NotFound(say.noSender);
  }
  return toSender(row);
}

/** The default sender; null where none is set yet. */
export async function findSender(db: Db): Promise<Sender | null> {
  const row = await selectSender(db, null);
  return row === undefined ? null : toSender(row);
}

/** The default sender first, then those that newsletters have for themselves. */
export async function listSenders(db: Db): Promise<Array<Sender & { newsletterId: number | null }>> {
  const rows = await selectSenders(db);
  return rows.map(({ newsletterId, ...row }) => ({ newsletterId, ...toSender(row) }));
}

/**
 * A sender as it would be kept.
 * @throws InvalidInput naming each wrong value
 */
export function readSender(sender: Sender): Sender {
  const parsed = schema.safeParse(sender);
  if (!parsed.success) throw invalid('sender', parsed.error, sender);
  return parsed.data;
}

/**
 * Sets the sender of a newsletter, or the default one for null. Staff must have signed in lately: who can change it can
 * write to every reader as the newsroom.
 * @throws InvalidInput naming each wrong value; Forbidden, SignInAgain.
 */
export function setSender(
  db: Db,
  actor: Actor,
  newsletterId: number | null,
  sender: Sender,
): Promise<Sender> {
  return db.transaction().execute(async (trx) => (await writeSender(trx, actor, newsletterId, sender)).after);
}

/**
 * As `setSender`, in the caller's transaction.
 * @returns what stood for this newsletter itself before, null where nothing did
 */
export async function writeSender(
  trx: Db,
  actor: Actor,
  newsletterId: number | null,
  sender: Sender,
): Promise<{ before: Sender | null; after: Sender }> {
  demand(actor, 'sender.change');
  const after = readSender(sender);
  await lockSenders(trx);
  const before = await ownSender(trx, newsletterId);
  await upsertSender(trx, { newsletterId, ...after });
  const change = changeOf(before, after);
  await recordAudit(trx, actor, 'sender.set', `newsletter:${newsletterId ?? 'default'}`, {}, change);
  return { before, after };
}

/**
 * Takes a newsletter's own sender away, in the caller's transaction: it has the default one then.
 * @returns what stood there, null where nothing did
 * @throws Conflict where there is no default one; Forbidden, SignInAgain
 */
export async function eraseSender(
  trx: Db,
  actor: Actor,
  newsletterId: number,
): Promise<{ before: Sender | null; after: Sender }> {
  demand(actor, 'sender.change');
  await lockSenders(trx);
  const before = await ownSender(trx, newsletterId);
  const after = await ownSender(trx, null);
  if (after === null) throw new Conflict(say.noDefaultSender);
  if (before !== null) {
    await deleteSender(trx, newsletterId);
    await recordAudit(trx, actor, 'sender.remove', `newsletter:${newsletterId}`, {}, { before, after: null });
  }
  return { before, after };
}

/** What stands for this newsletter itself, not what it falls back to; null where nothing does. */
export async function ownSender(db: Db, newsletterId: number | null): Promise<Sender | null> {
  const row = await selectSender(db, newsletterId);
  return row === undefined || row.newsletterId !== newsletterId ? null : toSender(row);
}

function toSender({ fromName, fromAddress, replyTo }: Sender): Sender {
  return { fromName, fromAddress, replyTo };
}
