import type { Db } from '../../db.ts';
import { listStaff } from '../../staff/staff.ts';
import type { OpenText, Standing } from './answer.ts';
import type { ChangeEntry, ComposerDocument, Item, Person, Status } from './contract.ts';
import type { Doc } from './document.ts';
import { type Change, keptOf, setOf } from './log.ts';
import { imageOf } from './stored-entries.ts';
import type { ComposeWords } from './words/compose-words.ts';

/** How the page is told of people and changes. */
export interface Telling {
  words: ComposeWords;
  personOf(actor: string): Person;
}

export async function tellingOf(db: Db, words: ComposeWords): Promise<Telling> {
  const names = new Map(
    (await listStaff(db)).map(({ id, name, address }) => [`staff:${id}`, name || address]),
  );
  return { words, personOf: (actor) => ({ actor, name: names.get(actor) ?? words.others(actor) }) };
}

/** A document as the page has it: of stories the picture that is shown. */
export function toDocument({ head: { subject, preheader, intro }, items }: Doc): ComposerDocument {
  return { subject, preheader, intro, items: items.map(toItem) };
}

export function toItem({ fields, children, ...item }: Item): Item {
  const { cropped: _cropped, ...shown } = fields;
  const image = 'original' in fields ? { image: imageOf(fields) } : {};
  return { ...item, fields: { ...shown, ...image }, children: children.map(toItem) };
}

export function toStatus({ composed, conflicts, canUndo, canRedo }: Standing, telling: Telling): Status {
  const { personOf } = telling;
  return {
    version: composed.version,
    state: composed.edition.state,
    conflicts: conflicts.map((open) => toConflict(open, telling)),
    removed: composed.doc.removed.map(({ item, by, at, isChangedSince }) => ({
      item: toItem(item),
      by: personOf(by),
      at,
      isChangedSince,
    })),
    canUndo,
    canRedo,
  };
}

function toConflict({ change, current, currentBy }: OpenText, { personOf }: Telling) {
  const { key = null, field = '', value = null } = keptOf(change) ?? {};
  return {
    id: change.version,
    key,
    field,
    kept: value,
    by: personOf(change.actor),
    at: change.at.toISOString(),
    current,
    currentBy: currentBy === null ? null : personOf(currentBy),
  };
}

/** A change in words, with what a field was before and is after. */
export function toEntry(change: Change, { words, personOf }: Telling): ChangeEntry {
  const set = setOf(change);
  const kept = change.conflict === null ? null : keptOf(change);
  const subjects = subjectsOf(change);
  return {
    version: change.version,
    by: personOf(change.actor),
    at: change.at.toISOString(),
    text: words.change(change),
    before: subjects?.before ?? set?.from ?? null,
    after: subjects?.after ?? set?.to ?? kept?.value ?? null,
    key: keyOf(change),
    field: set?.field ?? kept?.field ?? null,
  };
}

/** The subjects of before and after in a line each, where a change is about them. */
function subjectsOf({ operation, act }: Change): { before: string; after: string } | null {
  if (operation.op !== 'subjects') return null;
  const [was, value] = [operation.was.join(' / '), operation.value.join(' / ')];
  return act === 'undo' ? { before: value, after: was } : { before: was, after: value };
}

function keyOf({ operation }: Change): string | null {
  return 'key' in operation ? operation.key : null;
}
