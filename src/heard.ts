import { joined, type Sentence, type Wording, type Wordings } from './sentence.ts';

/** Finds the sentence that an English text is, or null. */
export type Heard = (text: string) => Sentence | null;

interface Pattern {
  key: string;
  /** What stands before, between and behind its values. */
  own: string[];
  /** Which value stands in each place between. */
  places: number[];
  /** How much of it is the sentence's own: of several that fit, the one that says most is meant. */
  weight: number;
  all: Wordings<Record<string, unknown> & object>;
}

// From the private use area: no sentence has them.
const markOf = (place: number): string => String.fromCharCode(0xe100 + place);
const marks = /[\uE100-\uE10F]/gu;

/**
 * Reads what was written down in English, for commands, logs and the database, so that a page can say it in its language:
 * a reason why a send waits may be years old, or made in SQL. Only sentences whose values stand in them as they are can be
 * read; a value that is such a sentence itself is said with it.
 */
export function hearing(...wordings: Array<Wordings<object>>): Heard {
  const patterns = wordings
    .flatMap((all) => Object.keys(all.en).flatMap((key) => patternOf(all as Pattern['all'], key)))
    .toSorted((one, other) => other.weight - one.weight);
  const one = (text: string, fitting: Pattern[]): Sentence | null => {
    for (const pattern of fitting) {
      const values = valuesIn(text, pattern);
      if (values !== null) return sentenceOf(pattern, values, hear);
    }
    return null;
  };
  const [sure, vague] = [patterns.filter(isSure), patterns.filter((pattern) => !isSure(pattern))];
  const hearPart: Heard = (part) => one(part, sure) ?? (part.includes('; ') ? null : one(part, vague));
  const hear: Heard = (text) => one(text, sure) ?? severalIn(text, hearPart) ?? one(text, vague);
  return hear;
}

// What says less fits almost everything.
const saysEnough = 8;

function isSure({ weight, places }: Pattern): boolean {
  return places.length === 0 || weight >= saysEnough;
}

// Longer lists are of names.
const mostInList = 12;

/** A list of sentences, as `joined` puts them together; null where none of them is one. */
function severalIn(text: string, hear: Heard): Sentence | null {
  const parts = text.split('; ');
  if (parts.length === 1 || parts.length > mostInList) return null;
  const said: Array<string | Sentence> = [];
  for (let from = 0; from < parts.length; ) {
    // Of a sentence that has the same mark in it as much as there is.
    const to = lastPlaces(from, parts.length).find((end) => hear(parts.slice(from, end).join('; ')) !== null);
    const part = parts.slice(from, to ?? from + 1).join('; ');
    said.push(hear(part) ?? part);
    from = to ?? from + 1;
  }
  return said.every((one) => typeof one === 'string') ? null : joined(said);
}

/** The places behind one, the last first; not that behind all of them, which has been tried. */
function lastPlaces(from: number, count: number): number[] {
  const behind = Array.from({ length: count - from }, (_, at) => count - at);
  return from === 0 ? behind.slice(1) : behind;
}

function patternOf(all: Pattern['all'], key: string): Pattern[] {
  const text = markedText(all.en as Wording, key);
  if (text === null) return [];
  const own = text.split(marks);
  const places = [...text.matchAll(marks)].map(([mark]) => mark.charCodeAt(0) - 0xe100);
  const weight = own.join('').length;
  return weight === 0 ? [] : [{ key, own, places, weight, all }];
}

/**
 * The values that stand in a text, each up to where the sentence first goes on; null where it is another sentence. Looked
 * for from left to right, once: what a relay has said is of strangers, and a pattern that goes back could be made to hang.
 */
function valuesIn(text: string, { own, places }: Pattern): string[] | null {
  const [first = '', last = ''] = [own.at(0), own.at(-1)];
  const end = text.length - last.length;
  if (places.length === 0) return text === first ? [] : null;
  if (!text.startsWith(first) || !text.endsWith(last) || first.length > end) return null;
  const found: string[] = [];
  let at = first.length;
  for (const part of own.slice(1, -1)) {
    const next = text.indexOf(part, at);
    if (next === -1 || next + part.length > end) return null;
    found.push(text.slice(at, next));
    at = next + part.length;
  }
  found.push(text.slice(at, end));
  const values: string[] = [];
  for (const [index, place] of places.entries()) {
    values[place] ??= found[index] ?? '';
    if (values[place] !== found[index]) return null;
  }
  // Two sentences of one kind, one behind the other, begin and end as one does.
  const isTwo = own.some((part) => part.length >= saysEnough && found.some((value) => value.includes(part)));
  return isTwo ? null : values;
}

/** The English sentence with a mark for each of its values; null where it does more with them than to say them. */
function markedText(en: Wording, key: string): string | null {
  const word = en[key];
  if (typeof word !== 'function') return word ?? null;
  try {
    return (word as (...values: string[]) => string)(
      ...Array.from({ length: word.length }, (_, place) => markOf(place)),
    );
  } catch {
    return null;
  }
}

function sentenceOf({ key, all }: Pattern, values: string[], hear: Heard): Sentence {
  return (language) => {
    const word = all.in(language)[key];
    if (typeof word !== 'function') return String(word);
    return (word as (...said: string[]) => string)(...values.map((value) => saidIn(value, language, hear)));
  };
}

function saidIn(value: string, language: string, hear: Heard): string {
  return hear(value)?.(language) ?? value;
}
