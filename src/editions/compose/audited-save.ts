import { type Actor, describeActor } from '../../access/actor.ts';
import { amendAudit, type Change, changeOf, recordAudit } from '../../access/audit.ts';
import type { Db } from '../../db.ts';
import { selectLastChangeAt } from '../queries/changes.ts';
import { allItems, type Doc, titleOf } from './document.ts';
import type { Held } from './hold.ts';
import { type Author, type Entry, saveChanges } from './save.ts';

// What somebody changes with shorter pauses is one stretch, and one line of the audit log; the edition's own log has it all.
const stretchMs = 30 * 60_000;

/**
 * Saves changes, with a line in the audit log for each stretch of editing, and for each approval that is taken back. The
 * line names what the stretch has made of the subject, the preheader, the words above, the lead and the order.
 */
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
  const status = statusChanged(held, isOther);
  const isTakenBack = Object.keys(status.after ?? {}).length > 0;
  const isNewStretch = last === null || now.getTime() - last.getTime() > stretchMs;
  const words = wordsChanged(held.doc, doc);
  const subject = `edition:${held.edition.id}`;
  const goesOn = !isNewStretch && !isTakenBack;
  if (goesOn && (await amendAudit(trx, actor, 'edition.edit', subject, words))) return;
  const operations = [...new Set(entries.map(({ operation }) => operation.op))];
  const detail = { since: held.version + 1, operations };
  await recordAudit(trx, actor, 'edition.edit', subject, detail, joined(status, words));
}

const nothing: Change = { before: {}, after: {} };

/** What one change by itself makes of an edition: its approval, where that is taken back, and its words and order. */
export function changeMade(held: Held, doc: Doc, isOther: boolean): Change {
  return joined(statusChanged(held, isOther), wordsChanged(held.doc, doc));
}

function statusChanged(held: Held, isOther: boolean): Change {
  return isOther ? changeOf(held.edition, held.after) : nothing;
}

function joined(one: Change, other: Change): Change {
  return { before: { ...one.before, ...other.before }, after: { ...one.after, ...other.after } };
}

function wordsChanged(before: Doc, after: Doc): Change {
  const keysOf = (doc: Doc): string =>
    allItems(doc)
      .map(({ key }) => key)
      .join();
  const isMoved = keysOf(before) !== keysOf(after);
  return changeOf(summaryOf(before, isMoved), summaryOf(after, isMoved));
}

function summaryOf(doc: Doc, withOrder: boolean): object {
  const { subject, preheader, intro, subjectTest } = doc.head;
  const items = allItems(doc);
  const lead = items.find(({ kind }) => kind === 'lead');
  return {
    subject,
    preheader,
    intro,
    subjectTest,
    lead: lead === undefined ? null : titleOf(lead),
    ...(withOrder && { order: items.map((item) => titleOf(item) || item.kind).join(' · ') }),
  };
}
