import { type Actor, describeActor } from '../../access/actor.ts';
import { changeOf, recordAudit } from '../../access/audit.ts';
import type { Db } from '../../db.ts';
import { selectLastChangeAt } from '../queries/changes.ts';
import type { Doc } from './document.ts';
import type { Held } from './hold.ts';
import { type Author, type Entry, saveChanges } from './save.ts';

// What somebody changes with shorter pauses is one stretch, and one line of the audit log; the edition's own log has it all.
const stretchMs = 30 * 60_000;

/** Saves changes, with a line in the audit log for each stretch of editing, and for each approval that is taken back. */
export async function auditedSave(
  trx: Db,
  actor: Actor,
  held: Held,
  { doc, entries }: { doc: Doc; entries: Entry[] },
  author: Omit<Author, 'actor'>,
  now: Date,
): Promise<void> {
  if (entries.length === 0) return;
  const by = describeActor(actor);
  const last = await selectLastChangeAt(trx, held.edition.id, by);
  const { isOther } = await saveChanges(trx, held, doc, entries, { actor: by, ...author }, now);
  const status = isOther ? changeOf(held.edition, held.after) : null;
  const isTakenBack = Object.keys(status?.after ?? {}).length > 0;
  const isNewStretch = last === null || now.getTime() - last.getTime() > stretchMs;
  if (!isNewStretch && !isTakenBack) return;
  const operations = [...new Set(entries.map(({ operation }) => operation.op))];
  const detail = { since: held.version + 1, operations };
  const subject = `edition:${held.edition.id}`;
  await recordAudit(trx, actor, 'edition.edit', subject, detail, isTakenBack ? status : null);
}
