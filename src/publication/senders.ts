import { z } from 'zod';
import type { Actor } from '../access/actor.ts';
import { changeOf, recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import type { Db } from '../db.ts';
import { NotFound } from '../errors.ts';
import { invalid } from './publication.ts';
import { selectSender, upsertSender } from './queries.ts';
import { oneLine } from './values.ts';

/** Who a mail comes from, and where a person's answer goes. */
export interface Sender {
  fromName: string;
  fromAddress: string;
  replyTo: string | null;
}

const address = z.email({ error: 'is not an address such as digest@paper.example' });
const schema = z.strictObject({ fromName: oneLine(100), fromAddress: address, replyTo: address.nullable() });

/**
 * The sender of a newsletter, else the default one; the default one for null.
 * @throws NotFound where none is set.
 */
export async function senderFor(db: Db, newsletterId: number | null): Promise<Sender> {
  const row = await selectSender(db, newsletterId);
  if (row === undefined) {
    throw new NotFound('no sender is set; set one with: broadsheet senders set --from "Name <address>"');
  }
  const { fromName, fromAddress, replyTo } = row;
  return { fromName, fromAddress, replyTo };
}

/**
 * Sets the sender of a newsletter, or the default one for null. Staff must have signed in lately: who can change it can
 * write to every reader as the newsroom.
 * @throws InvalidInput naming each wrong value; Forbidden, SignInAgain.
 */
export async function setSender(
  db: Db,
  actor: Actor,
  newsletterId: number | null,
  sender: Sender,
): Promise<Sender> {
  demand(actor, 'sender.change');
  const parsed = schema.safeParse(sender);
  if (!parsed.success) throw invalid('sender', parsed.error, sender);
  await db.transaction().execute(async (trx) => {
    const before = await ownSender(trx, newsletterId);
    await upsertSender(trx, { newsletterId, ...parsed.data });
    const change = changeOf(before, parsed.data);
    await recordAudit(trx, actor, 'sender.set', `newsletter:${newsletterId ?? 'default'}`, {}, change);
  });
  return parsed.data;
}

/** What stands for this newsletter itself, not what it falls back to; null where nothing does. */
async function ownSender(db: Db, newsletterId: number | null): Promise<Sender | null> {
  const row = await selectSender(db, newsletterId);
  if (row === undefined || row.newsletterId !== newsletterId) return null;
  const { fromName, fromAddress, replyTo } = row;
  return { fromName, fromAddress, replyTo };
}
