import type { Actor } from '../../../src/access/actor.ts';
import { describeActor } from '../../../src/access/actor.ts';
import type { Answer } from '../../../src/editions/compose/answer.ts';
import { applyChanges } from '../../../src/editions/compose/apply-changes.ts';
import type { Item, Key, Operation, Place, Value } from '../../../src/editions/compose/contract.ts';
import { allItems, type Doc, withinItem } from '../../../src/editions/compose/document.ts';
import { ruleOf } from '../../../src/editions/compose/fields.ts';
import { keptOf } from '../../../src/editions/compose/log.ts';
import { restoreTo } from '../../../src/editions/compose/restore-to.ts';
import { takeOver } from '../../../src/editions/compose/take-over.ts';
import { undo } from '../../../src/editions/compose/undo.ts';
import type { Services } from '../../../src/services.ts';

/** What an editor is about to do; the numbers choose among what is on their page. */
export interface Dice {
  act:
    | 'write'
    | 'choose'
    | 'note'
    | 'story'
    | 'move'
    | 'lead'
    | 'remove'
    | 'restore'
    | 'undo'
    | 'redo'
    | 'take'
    | 'drop'
    | 'go-back';
  one: number;
  two: number;
  three: number;
}

type View = Pick<Answer, 'composed' | 'conflicts'>;

/** A request on its way, and the words that whoever sends it knows will go. */
export interface Sent {
  by: string;
  send(): Promise<Answer>;
  /** What was on the page in the place of what is written now. */
  overwrites: Value;
  writes: string | null;
  /** It acts by what its editor did before: what they wrote, or overwrote knowingly. */
  isUndo: boolean;
  /** It acts upon the whole of what was on the page. */
  isWhole: boolean;
}

/** Somebody with a page that may be old, who sends one request at a time. */
export class Editor {
  readonly by: string;
  view: View;
  /** A request whose answer was lost: it is sent again before anything else. */
  lost: Sent | null = null;
  readonly #services: Services;
  readonly #actor: Actor;

  constructor(services: Services, name: string, view: View) {
    this.#services = services;
    this.#actor = { kind: 'command-line', name };
    this.by = describeActor(this.#actor);
    this.view = view;
  }

  /** What an editor would send, from their page; null where there is nothing to do it to. */
  decide(dice: Dice, word: string, articles: number[]): Sent | null {
    const { version, edition } = this.view.composed;
    const once = crypto.randomUUID();
    const asked = { editionId: edition.id, once };
    if (dice.act === 'undo' || dice.act === 'redo') return this.#undo(dice.act, asked);
    if (dice.act === 'take' || dice.act === 'drop') return this.#settle(dice, asked);
    if (dice.act === 'go-back') {
      const to = dice.one % (version + 1);
      return this.#sent({ isWhole: true }, () =>
        restoreTo(this.#services, this.#actor, { ...asked, base: version, version: to }),
      );
    }
    const operation = operationOf(this.view.composed.doc, dice, word, articles);
    if (operation === null) return null;
    const isSet = operation.op === 'set';
    const writes = isSet || operation.op === 'insert' ? word : null;
    const overwrites = isSet ? operation.was : null;
    return this.#sent({ overwrites, writes }, () =>
      applyChanges(this.#services, this.#actor, { ...asked, changes: [operation] }),
    );
  }

  #undo(which: 'undo' | 'redo', asked: { editionId: number; once: string }): Sent {
    return this.#sent({ isUndo: true }, async () => {
      const { answer } = await undo(this.#services, this.#actor, { ...asked, which });
      return answer;
    });
  }

  #settle({ act, one }: Dice, asked: { editionId: number; once: string }): Sent | null {
    const open = this.view.conflicts[one % Math.max(1, this.view.conflicts.length)];
    if (open === undefined) return null;
    const request = { ...asked, conflict: open.change.version, was: open.current };
    const goes = act === 'take' ? open.current : (keptOf(open.change)?.value ?? null);
    const choice = act === 'take' ? 'take' : 'drop';
    return this.#sent({ overwrites: goes }, () =>
      takeOver(this.#services, this.#actor, { ...request, act: choice }),
    );
  }

  #sent(what: Partial<Sent>, send: Sent['send']): Sent {
    return { by: this.by, overwrites: null, writes: null, isUndo: false, isWhole: false, ...what, send };
  }
}

function operationOf(doc: Doc, dice: Dice, word: string, articles: number[]): Operation | null {
  const key = word.padEnd(8, '0');
  const place = placeOf(doc, dice);
  if (dice.act === 'note') return { op: 'insert', key, ...saying(word, dice.one), place };
  if (dice.act === 'story')
    return {
      op: 'insert-story',
      key,
      articleId: pick(articles, dice.one) ?? 0,
      place,
      asLead: dice.two % 3 === 0,
    };
  if (dice.act === 'restore') {
    const removed = pick(doc.removed, dice.one);
    return removed === undefined ? null : { op: 'restore', key: removed.item.key };
  }
  if (dice.act === 'write') return writing(doc, dice, word);
  if (dice.act === 'choose') return choosing(doc, dice, word);
  const item = pick(mostlyFirst(allItems(doc), dice.one), dice.one);
  if (item === undefined) return null;
  if (dice.act === 'move') return { op: 'move', key: item.key, place };
  return { op: dice.act === 'lead' ? 'lead' : 'remove', key: item.key };
}

function placeOf(doc: Doc, { two, three }: Dice): Place {
  const containers: Array<Key | null> = [null, null, ...doc.items.filter(isContainer).map(({ key }) => key)];
  const container = pick(containers, two) ?? null;
  const siblings =
    container === null ? doc.items : (doc.items.find(({ key }) => key === container)?.children ?? []);
  return { in: container, after: pick([null, ...siblings.map(({ key }) => key)], three) ?? null };
}

function isContainer({ kind }: Item): boolean {
  return kind === 'section' || kind === 'headlines' || kind === 'read-also';
}

/** A word into a text of the page: in the place of another, between two, or of all of them. */
function writing(doc: Doc, { one, two, three }: Dice, word: string): Operation {
  const { field, key, was } = pick(mostlyFirst(textsOf(doc), one), one) ?? {
    field: 'subject',
    key: null,
    was: doc.head.subject,
  };
  const words = was.split(' ');
  const at = two % (words.length + 1);
  const value = [words.toSpliced(at, 0, word), words.toSpliced(at, 1, word), [word]][three % 3] ?? [];
  return { op: 'set', key, field, value: value.join(' ').trim(), was };
}

/** A block that says a word, or has it on its button. */
function saying(word: string, dice: number): Pick<Extract<Operation, { op: 'insert' }>, 'kind' | 'fields'> {
  const kind = (['note', 'note', 'patrons-only', 'appeal'] as const)[dice % 4] ?? 'note';
  return { kind, fields: kind === 'note' ? { text: word } : { text: 'Support us.', button: buttonOf(word) } };
}

const buttonOf = (label: string): Value => ({ label, url: 'https://courier.example/support' });

// What is no text carries a word all the same, so that it can be looked for.
const carriers: Record<string, (word: string) => Value> = {
  audience: (word) => `tier:${word}`,
  button: buttonOf,
  crop: (word) => ({ x: Number(word.slice('word'.length)) / cropScale, y: 0, width: 0.5, height: 0.5 }),
};
const cropScale = 1_000;

/** The words in a value; of a part of a picture the one that its left edge stands for. */
export function wordsIn(value: unknown): Set<string> {
  const text = JSON.stringify(value);
  const edges = [...text.matchAll(/\bx\\*":(0\.\d+)/g)].map(
    ([, x]) => `word${Math.round(Number(x) * cropScale)}`,
  );
  return new Set([...(text.match(/\bword\d+\b/g) ?? []), ...edges]);
}

/** Another audience, part of a picture, or button. */
function choosing(doc: Doc, { one, two }: Dice, word: string): Operation | null {
  const items = [...doc.items, ...doc.removed.map(({ item }) => item)].flatMap(withinItem);
  const chosen = Object.keys(carriers)[two % 3] ?? 'audience';
  const having = items.filter(
    ({ kind, fields }) =>
      ruleOf(kind, chosen) !== null && (chosen !== 'crop' || (fields['original'] ?? null) !== null),
  );
  // Of so few there are, several meet at the first two.
  const item = pick(one % 5 === 0 ? having : having.slice(0, 2), one);
  if (item === undefined) return null;
  const value = carriers[chosen]?.(word) ?? null;
  return { op: 'set', key: item.key, field: chosen, value, was: item.fields[chosen] ?? null };
}

function textsOf(doc: Doc): Array<{ key: Key | null; field: string; was: string }> {
  const { subjectTest: _test, ...texts } = doc.head;
  const head = Object.entries(texts).map(([field, was]) => ({ key: null, field, was }));
  const items = [...doc.items, ...doc.removed.map(({ item }) => item)].flatMap(withinItem);
  return [
    ...head,
    ...items.flatMap(({ key, kind, fields }) =>
      Object.entries(fields).flatMap(([field, was]) => {
        const rule = ruleOf(kind, field);
        return typeof was === 'string' && (rule?.type === 'line' || rule?.type === 'text') && field !== 'url'
          ? [{ key, field, was }]
          : [];
      }),
    ),
  ];
}

/** What several editors meet at: mostly the first few of all. */
function mostlyFirst<T>(list: T[], number: number): T[] {
  return number % 5 === 0 ? list : list.slice(0, 4);
}

function pick<T>(list: T[], number: number): T | undefined {
  return list[number % Math.max(1, list.length)];
}
