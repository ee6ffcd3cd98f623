import { isDeepStrictEqual } from 'node:util';
import type { Request } from 'express';
import { InvalidInput } from '../../../errors.ts';
import { askedIn } from './asked.ts';
import { textField } from '../../../http/fields.ts';
import type { Crop, Item, Key, Operation, Value } from '../../compose/contract.ts';
import { cropSchema } from '../../compose/contract.ts';
import { cropOf, places, type Shape, shapes } from './crop.ts';
import { tiersOf } from './items.ts';
import { say as sayOfForm } from '../../../http/say.ts';
import { say } from '../../say.ts';

type Set = Extract<Operation, { op: 'set' }>;
/** The values of a form by their names; null where it has no such field. */
type Read = (name: string) => string | null;

/** How the text of a form's field becomes the value of an item's. */
type Reader = (text: string) => Value;

const asText: Reader = (text) => text.replace(/\r\n?/g, '\n');
const asTick: Reader = (text) => text === 'true';
const asAudience: Reader = (text) => {
  const names = text.split('|').filter((name) => name !== '');
  return names.length === 0 ? null : names.length === 1 ? (names[0] ?? null) : names;
};
const asLinks: Reader = (text) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const url = line.split(/\s+/).at(-1) ?? '';
      const title = line.slice(0, line.length - url.length).trim();
      if (!URL.canParse(url)) throw new InvalidInput(say.noAddress(JSON.stringify(line)));
      return { title: title === '' ? url : title, url };
    });
const asCrop: Reader = (text) => {
  if (text === '') return null;
  const read = cropSchema.safeParse(parsed(text));
  if (!read.success) throw new InvalidInput(say.noCrop);
  return read.data;
};

const readers: Record<string, Reader> = {
  updated: asTick,
  picture: asTick,
  markdown: asTick,
  audience: asAudience,
  readAlso: asLinks,
  crop: asCrop,
};

const ticks = new Set(['updated', 'picture', 'markdown']);

/**
 * What somebody has changed in a form: each field whose text is another than when the form was made. The value from
 * before goes with it, so that what others wrote meanwhile is joined with it.
 */
export function changesIn(request: Request, key: Key | null, item: Item | null): Set[] {
  const body = request.body as Record<string, unknown>;
  const read: Read = (name) => (typeof body[name] === 'string' ? body[name] : null);
  const names = Object.keys(body).flatMap((name) =>
    name.startsWith('was.') ? [name.slice('was.'.length)] : [],
  );
  const plain = names.filter((name) => !name.includes('.') && !chosenByName.includes(name));
  const changes = plain.flatMap((name) => changeOf(read, key, name));
  const ofParts = partsIn(read, key, names);
  return [...changes, ...ofParts, ...tiersIn(read, key, names, item), ...cropIn(read, key, item)];
}

// A crop is chosen by these; they are no fields of an item.
const chosenByName = ['shape', 'place', 'crop'];

function changeOf(read: Read, key: Key | null, field: string): Set[] {
  const given = read(field) ?? (ticks.has(field) ? 'false' : null);
  const before = read(`was.${field}`);
  if (given === null || before === null || asText(given) === asText(before)) return [];
  const reader = readers[field] ?? asText;
  return [{ op: 'set', key, field, value: reader(given), was: reader(before) }];
}

/** Values of several parts, such as a button: `button.label` and `button.url`. */
function partsIn(read: Read, key: Key | null, names: string[]): Set[] {
  const ofParts = names.filter((name) => name.includes('.') && !name.startsWith(tierPrefix));
  const fields = new Set(ofParts.map((name) => name.split('.')[0] ?? ''));
  return [...fields].flatMap((field): Set[] => {
    const parts = names
      .filter((name) => name.startsWith(`${field}.`))
      .map((name) => name.slice(field.length + 1));
    const whole = (from: (name: string) => string | null): Value => {
      const entries = parts.map((part): [string, string] => [part, (from(`${field}.${part}`) ?? '').trim()]);
      return entries.every(([, text]) => text === '') ? null : Object.fromEntries(entries);
    };
    const value = whole(read);
    const was = whole((name) => read(`was.${name}`));
    return JSON.stringify(value) === JSON.stringify(was) ? [] : [{ op: 'set', key, field, value, was }];
  });
}

const tierPrefix = 'audience.';

/** The tiers that a part for patrons is ticked for; none: for all patrons. */
function tiersIn(read: Read, key: Key | null, names: string[], item: Item | null): Set[] {
  const tiers = names.flatMap((name) => (name.startsWith(tierPrefix) ? [name.slice(tierPrefix.length)] : []));
  const value = audienceOf(tiers.filter((tier) => read(tierPrefix + tier) === 'true'));
  const before = tiers.filter((tier) => read(`was.${tierPrefix}${tier}`) === 'true');
  if (isDeepStrictEqual(value, audienceOf(before))) return [];
  // In whatever order, or as whatever else it was stored: it is what was ticked.
  const stored = item?.fields['audience'] ?? null;
  const isSame = isDeepStrictEqual(tiersOf(stored).toSorted(), before.toSorted());
  return [{ op: 'set', key, field: 'audience', value, was: isSame ? stored : audienceOf(before) }];
}

function audienceOf(tiers: string[]): Value {
  return tiers.length === 0 ? 'patron' : tiers.length === 1 ? (tiers[0] ?? 'patron') : tiers;
}

/** A frame that was drawn, or one that was chosen by its shape and its place. */
function cropIn(read: Read, key: Key | null, item: Item | null): Set[] {
  const drawn = changeOf(read, key, 'crop');
  if (drawn.length > 0) return drawn;
  const original = item?.fields['original'] as { width: number; height: number } | null | undefined;
  const [shape, place] = [read('shape'), read('place')];
  const isSame = shape === read('was.shape') && place === read('was.place');
  if (isSame || original === null || original === undefined || !isShape(shape)) return [];
  const value: Crop = cropOf(shape, places.find((one) => one === place) ?? 'centre', original);
  return [{ op: 'set', key, field: 'crop', value, was: asCrop(read('was.crop') ?? '') }];
}

function isShape(text: string | null): text is Shape {
  return shapes.some((one) => one === text);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a form was made for. */
export function madeForIn(request: Request): { base: number; once: string; takesBack: number | null } {
  const base = Number(textField(request, 'base'));
  const once = textField(request, 'once');
  if (Number.isInteger(base) && base >= 0 && /^[A-Za-z0-9-]{8,64}$/.test(once))
    return { base, once, takesBack: askedIn(request).evenIfApproved };
  throw new InvalidInput(sayOfForm.notWhole);
}
