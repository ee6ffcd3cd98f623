import type { Actor } from '../../access/actor.ts';
import { demand } from '../../access/demand.ts';
import type { Db } from '../../db.ts';
import { selectChangesSince } from '../queries/changes.ts';
import { readStanding, type Standing } from './answer.ts';
import type { Item, Key, Poll } from './contract.ts';
import { type Doc, type Head, withinItem } from './document.ts';
import type { Effect } from './effects.ts';
import { type Change, toChange } from './log.ts';
import { listPresent } from './presence.ts';
import { toDocument, toEntry, toItem, toStatus, type Telling } from './view.ts';

/** What is new of an edition since a version, for a page that has it; without a version, all of it. */
export async function pollChanges(
  db: Db,
  actor: Actor,
  { editionId, since }: { editionId: number; since: number | null },
  telling: Telling,
): Promise<Poll> {
  demand(actor, 'editions.see');
  const standing = await readStanding(db, actor, editionId);
  const changes = since === null ? [] : (await selectChangesSince(db, editionId, since)).map(toChange);
  const present = await listPresent(db, actor, editionId);
  return {
    ...toStatus(standing, telling),
    document: since === null ? toDocument(standing.composed.doc) : null,
    parts: since === null ? null : partsOf(standing, changes),
    changes: changes.map((change) => toEntry(change, telling)),
    present: present.map(({ actor: who, at }) => ({ ...telling.personOf(who), at })),
  };
}

type Words = Omit<Head, 'subjectTest'>;

function partsOf({ composed: { doc } }: Standing, changes: Change[]): Poll['parts'] {
  const effects = changes.flatMap((change) => change.effects);
  if (effects.length === 0) return null;
  const isAll = effects.some(({ effect }) => effect === 'whole');
  const touched = new Set(effects.flatMap(keysOf));
  const isTouched = (item: Item): boolean => withinItem(item).some(({ key }) => touched.has(key));
  return {
    head: headOf(doc, isAll ? null : effects),
    order: doc.items.map(({ key }) => key),
    items: doc.items.filter((item) => isAll || isTouched(item)).map(toItem),
  };
}

function headOf({ head: { subjectTest: _test, ...head } }: Doc, effects: Effect[] | null): Partial<Words> {
  if (effects === null) return head;
  const names = effects.flatMap((effect) =>
    effect.effect === 'set' && effect.key === null ? [effect.field] : [],
  );
  return Object.fromEntries(Object.entries(head).filter(([name]) => names.includes(name)));
}

/** The items that an effect has changed, and the containers whose entries it has. */
function keysOf(effect: Effect): Key[] {
  if (effect.effect === 'whole') return [];
  if (effect.effect === 'put' || effect.effect === 'take')
    return [effect.item.key, ...(effect.in === null ? [] : [effect.in])];
  const keys = effect.key === null ? [] : [effect.key];
  if (effect.effect !== 'move') return keys;
  const containers = [effect.from, effect.to].flatMap((spot) =>
    'in' in spot && spot.in !== null ? [spot.in] : [],
  );
  return [...keys, ...containers];
}
