import type { Actor } from '../../access/actor.ts';
import { demand } from '../../access/demand.ts';
import type { Db } from '../../db.ts';
import { selectChangesBefore } from '../queries/changes.ts';
import { type Change, setOf, toChange } from './log.ts';

const pageSize = 100;
// What somebody typed into one field with shorter pauses is told as one change.
const typingMs = 10 * 60_000;

/**
 * Who changed what of an edition, and when, the newest first, a page at a time. Typing is told as one change, from before
 * its beginning to after its end. `older` is where the next page begins, null where there is none; `isCut`: what was before
 * that is not kept any more.
 */
export async function listChanges(
  db: Db,
  actor: Actor,
  { editionId, before = null }: { editionId: number; before?: number | null },
): Promise<{ changes: Change[]; older: number | null; isCut: boolean }> {
  demand(actor, 'editions.see');
  const rows = (await selectChangesBefore(db, editionId, before, pageSize + 1)).map(toChange);
  const older = rows.length > pageSize ? (rows.at(-2)?.version ?? null) : null;
  const isCut = older === null && (rows.at(-1)?.version ?? 1) > 1;
  return { changes: rows.slice(0, pageSize).reduce(tellAsOne, []), older, isCut };
}

function tellAsOne(told: Change[], earlier: Change): Change[] {
  const last = told.at(-1);
  const [one, other] = [last === undefined ? null : setOf(last), setOf(earlier)];
  if (last === undefined || one === null || other === null || !isTypedOn(last, earlier))
    return [...told, earlier];
  if (one.key !== other.key || one.field !== other.field) return [...told, earlier];
  const both: Change = { ...last, effects: [{ ...one, from: other.from }] };
  return [...told.slice(0, -1), both];
}

function isTypedOn(last: Change, earlier: Change): boolean {
  const areTyping = [last, earlier].every(
    ({ act, operation, conflict, effects }) =>
      act === 'change' && operation.op === 'set' && conflict === null && effects.length === 1,
  );
  return areTyping && last.actor === earlier.actor && last.at.getTime() - earlier.at.getTime() < typingMs;
}
