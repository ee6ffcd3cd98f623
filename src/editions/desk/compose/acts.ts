import type { Request } from 'express';
import type { Actor } from '../../../access/actor.ts';
import { Conflict, InvalidInput } from '../../../errors.ts';
import { textField } from '../../../http/fields.ts';
import type { Services } from '../../../services.ts';
import { applyChanges } from '../../compose/apply-changes.ts';
import {
  insertableKinds,
  type Key,
  newKey,
  type Operation,
  type Place,
  type Value,
} from '../../compose/contract.ts';
import { restoreTo } from '../../compose/restore-to.ts';
import { takeOver } from '../../compose/take-over.ts';
import { undo } from '../../compose/undo.ts';
import { articleNow } from './article-now.ts';
import { changesIn, madeForIn } from './form-changes.ts';
import { findIn, movedBy, placeFor, textOf } from './items.ts';
import type { Composition } from './model.ts';
import { say as sayOfForm } from '../../../http/say.ts';
import { say } from '../../say.ts';

interface Context {
  services: Services;
  actor: Actor;
  editionId: number;
  request: Request;
  /** What stands behind the colon of the act's name. */
  argument: string;
  composition: Composition;
}

/** What was done: the name of its word, and the item that is looked at afterwards. */
export interface Done {
  did: 'saved' | 'undone' | 'redone' | 'restored' | 'nothing';
  chosen: Key;
}

type Act = (context: Context) => Promise<Done>;

/** What a form of the composer may ask for, by the name before the colon of its button. */
const acts: Record<string, Act> = {
  save: (context) => change(context, fieldsOf(context), chosenOf(context)),
  source: takeFromSource,
  up: (context) => step(context, -1),
  down: (context) => step(context, 1),
  place: (context) =>
    change(context, [{ op: 'move', key: keyIn(context), place: placeIn(context) }], chosenOf(context)),
  lead: ({ argument, ...context }) => change(context, [{ op: 'lead', key: argument }], argument),
  remove: ({ argument, ...context }) => change(context, [{ op: 'remove', key: argument }], ''),
  restore: ({ argument, ...context }) => change(context, [{ op: 'restore', key: argument }], argument),
  insert: insertPart,
  story: (context) => insertStory(context, false),
  'story-lead': (context) => insertStory(context, true),
  ballot: insertBallot,
  link: insertLink,
  undo: (context) => turnAround(context, 'undo'),
  redo: (context) => turnAround(context, 'redo'),
  version: async (context) => {
    const { services, actor, editionId, request, argument } = context;
    await restoreTo(services, actor, { editionId, ...madeForIn(request), version: numberIn(argument) });
    return { did: 'restored', chosen: chosenOf(context) };
  },
  'conflict-take': (context) => settle(context, 'take'),
  'conflict-drop': (context) => settle(context, 'drop'),
};

/**
 * Does what the button of a form asks for, such as `up:k3f9`.
 * @throws InvalidInput for what is none of ours; Conflict where it could not be done, with the reason
 */
export async function act(context: Omit<Context, 'argument'>): Promise<Done> {
  const [name = '', argument = ''] = textField(context.request, 'act').split(/:(.*)/s);
  const found = Object.hasOwn(acts, name) ? acts[name] : undefined;
  if (found === undefined) throw new InvalidInput(sayOfForm.notWhole);
  return found({ ...context, argument });
}

async function change(
  { services, actor, editionId, request, composition: { telling } }: Omit<Context, 'argument'>,
  changes: Operation[],
  chosen: Key,
): Promise<Done> {
  if (changes.length === 0) return { did: 'nothing', chosen };
  const { outcomes } = await applyChanges(services, actor, { editionId, ...madeForIn(request), changes });
  const refused = outcomes.flatMap(({ refusal }) =>
    refusal === undefined ? [] : [telling.words.refusal(refusal)],
  );
  if (refused.length > 0) throw new Conflict(refused.join(' '));
  return { did: 'saved', chosen };
}

function fieldsOf({ request, composition }: Context): Operation[] {
  const key = textField(request, 'key');
  if (key === 'head') return changesIn(request, null, null);
  return changesIn(request, key, findIn(composition.document, key)?.item ?? null);
}

async function takeFromSource(context: Context): Promise<Done> {
  const { services, request, argument: field, composition } = context;
  const key = textField(request, 'key');
  const item = findIn(composition.document, key)?.item ?? null;
  const source = item === null ? null : await articleNow(services.db, item);
  if (item === null || source === null) throw new Conflict(say.sourceGone);
  const values: Record<string, string> = {
    title: source.title,
    standfirst: source.standfirst,
    author: source.author,
    category: source.categories[0] ?? '',
  };
  const value = Object.hasOwn(values, field) ? values[field] : undefined;
  if (value === undefined) throw new InvalidInput(sayOfForm.notWhole);
  // What else was changed in the form is saved with it.
  const others = fieldsOf(context).filter((one) => one.op !== 'set' || one.field !== field);
  const taken: Operation = { op: 'set', key, field, value, was: textOf(item, field) };
  return change(context, [...others, taken], chosenOf(context));
}

function step(context: Context, by: -1 | 1): Promise<Done> {
  const { argument: key, composition } = context;
  const place = movedBy(composition.document, key, by);
  const changes: Operation[] = place === null ? [] : [{ op: 'move', key, place }];
  return change(context, changes, chosenOf(context));
}

function insertPart(context: Context): Promise<Done> {
  const kind = insertableKinds.find((one) => one === context.argument);
  if (kind === undefined) throw new InvalidInput(say.noPart);
  const key = newKey();
  return change(context, [{ op: 'insert', key, kind, fields: {}, place: placeOf(context, false) }], key);
}

function insertStory(context: Context, asLead: boolean): Promise<Done> {
  const articleId = Number(context.argument);
  if (!Number.isInteger(articleId) || articleId < 1) throw new InvalidInput(say.noStory);
  const key = newKey();
  return change(
    context,
    [{ op: 'insert-story', key, articleId, place: placeOf(context, true), asLead }],
    key,
  );
}

function insertBallot(context: Context): Promise<Done> {
  const key = newKey();
  const place = placeOf(context, false);
  return change(context, [{ op: 'insert-ballot', key, ballot: context.argument, place }], key);
}

function insertLink(context: Context): Promise<Done> {
  const { request, composition } = context;
  const container = findIn(composition.document, textField(request, 'in'))?.item;
  if (container === undefined) throw new Conflict(say.containerGone);
  const place = { in: container.key, after: container.children.at(-1)?.key ?? null };
  const [title, url] = [textField(request, 'title').trim(), textField(request, 'url').trim()];
  return change(context, [{ op: 'insert-link', key: newKey(), title, url, place }], container.key);
}

async function turnAround(context: Context, which: 'undo' | 'redo'): Promise<Done> {
  const { services, actor, editionId, request, composition } = context;
  const { undone } = await undo(services, actor, { editionId, ...madeForIn(request), which });
  const { words, personOf } = composition.telling;
  const { change: turned, blocked } = undone;
  if (turned !== null && blocked !== null)
    throw new Conflict(
      words.blocked(words.change(turned), blocked.by === null ? null : personOf(blocked.by).name),
    );
  return {
    did: turned === null ? 'nothing' : which === 'undo' ? 'undone' : 'redone',
    chosen: chosenOf(context),
  };
}

async function settle(context: Context, how: 'take' | 'drop'): Promise<Done> {
  const { services, actor, editionId, request } = context;
  const was = valueIn(textField(request, 'was'));
  const conflict = numberIn(textField(request, 'conflict'));
  await takeOver(services, actor, { editionId, ...madeForIn(request), conflict, act: how, was });
  return { did: 'saved', chosen: chosenOf(context) };
}

function chosenOf({ request }: Pick<Context, 'request'>): Key {
  const chosen = textField(request, 'chosen');
  return chosen === 'head' || /^[a-z0-9]{4,32}$/.test(chosen) ? chosen : '';
}

function keyIn({ request }: Context): Key {
  const key = textField(request, 'key');
  if (/^[a-z0-9]{4,32}$/.test(key)) return key;
  throw new InvalidInput(sayOfForm.notWhole);
}

/** Where something new stands: where it was dropped, or by what is chosen. */
function placeOf(context: Context, isStory: boolean): Place {
  if (textField(context.request, 'placed') === '1') return placeIn(context);
  const found = findIn(context.composition.document, chosenOf(context));
  return placeFor(context.composition.document, found?.item ?? null, found?.parent ?? null, isStory);
}

function placeIn({ request }: Context): Place {
  const key = (name: string): Key | null => {
    const text = textField(request, name);
    return /^[a-z0-9]{4,32}$/.test(text) ? text : null;
  };
  return { in: key('in'), after: key('after') };
}

function numberIn(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidInput(sayOfForm.notWhole);
}

function valueIn(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    throw new InvalidInput(sayOfForm.notWhole);
  }
}
