import { type Actor, describeActor } from '../../access/actor.ts';
import { demand } from '../../access/demand.ts';
import type { Db } from '../../db.ts';
import { forgetPresence, selectPresent, upsertPresence } from '../queries/presence.ts';
import type { Key } from './contract.ts';

// Several polls may be lost, and somebody who closed their page is not shown for long.
const presentMs = 20_000;

/** Notes that somebody has an edition open on a page of theirs, and what they are at there. */
export async function notePresence(
  db: Db,
  actor: Actor,
  { editionId, tab, at }: { editionId: number; tab: string; at: Key | null },
  now: Date = new Date(),
): Promise<void> {
  demand(actor, 'editions.see', now);
  await upsertPresence(db, { editionId, actor: describeActor(actor), tab, item: at, seenAt: now });
  await forgetPresence(db, editionId, new Date(now.getTime() - presentMs));
}

/** Who else has an edition open: each once, with what they were at last. */
export async function listPresent(
  db: Db,
  actor: Actor,
  editionId: number,
  now: Date = new Date(),
): Promise<Array<{ actor: string; at: Key | null }>> {
  const rows = await selectPresent(db, editionId, new Date(now.getTime() - presentMs));
  const others = rows.filter((row) => row.actor !== describeActor(actor));
  return others.map((row) => ({ actor: row.actor, at: row.item }));
}
