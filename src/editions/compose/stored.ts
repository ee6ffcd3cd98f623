import { type Block, type BlockArticle, parseBlocks } from '../../../emails/index.ts';
import type { Item, Key, Value } from './contract.ts';
import { type Doc, isSame, type Removed } from './document.ts';
import { parseSubjectTest } from '../subjects/subject-test.ts';
import { entryOf, fieldsOfEntry } from './stored-entries.ts';

type Stored = Record<string, unknown>;

export interface StoredEdition {
  subject: string;
  preheader: string;
  intro: string;
  subjectTest: unknown;
  blocks: unknown;
  removed: unknown;
}

/** An edition as it is stored, to be composed. What has no key yet, since it was stored before there were any, gets one. */
export function readDocument(stored: StoredEdition): Doc {
  const { subject, preheader, intro, blocks, removed } = stored;
  const kept = removed as Removed[];
  const raw = blocks as Stored[];
  const keyOf = keysFor([raw, kept]);
  const items = parseBlocks(raw).map((block, index) =>
    readBlock(block, raw[index] ?? {}, keyOf, `old${index}`),
  );
  const head = { subject, preheader, intro, subjectTest: parseSubjectTest(stored.subjectTest) };
  return { head, items, removed: structuredClone(kept) };
}

type KeyOf = (stored: Stored, otherwise: string) => Key;

/** Gives a stored key, or one that follows from the place: the same each time that the same is read. */
function keysFor(all: unknown): KeyOf {
  const used = new Set([...JSON.stringify(all).matchAll(/"key":"([a-z0-9]+)"/g)].map(([, key]) => key));
  return ({ key }, otherwise) => {
    if (typeof key === 'string') return key;
    let made = otherwise;
    while (used.has(made)) made += 'z';
    used.add(made);
    return made;
  };
}

function readBlock(block: Block, raw: Stored, keyOf: KeyOf, otherwise: string): Item {
  const key = keyOf(raw, otherwise);
  if (block.kind === 'lead' || block.kind === 'article') {
    const fields = withKept(fieldsOfEntry(block.article, block.audience), raw);
    return { key, kind: block.kind, fields, children: [] };
  }
  const { kind, v: _v, ...rest } = block;
  const list = listNameOf(kind);
  if (list === null) return { key, kind, fields: rest as Item['fields'], children: [] };
  const { [list]: entries, ...fields } = rest as Record<string, unknown>;
  const rawEntries = (raw[list] ?? []) as Stored[];
  const children = (entries as BlockArticle[]).map((entry, index) =>
    readEntry(entry, rawEntries[index] ?? {}, keyOf, `${otherwise}x${index}`),
  );
  return { key, kind, fields: fields as Item['fields'], children };
}

function readEntry(entry: object, raw: Stored, keyOf: KeyOf, otherwise: string): Item {
  const fields = withKept(fieldsOfEntry(entry, null), raw);
  const kind = 'articleId' in fields ? 'article' : 'link';
  return { key: keyOf(raw, otherwise), kind, fields, children: [] };
}

function withKept(fields: Item['fields'], { kept }: Stored): Item['fields'] {
  return { ...fields, ...(kept as Item['fields'] | undefined) };
}

function listNameOf(kind: string): 'articles' | 'items' | 'links' | null {
  if (kind === 'section') return 'articles';
  if (kind === 'headlines') return 'items';
  return kind === 'read-also' ? 'links' : null;
}

/**
 * Items as blocks of a mail, with what only the desk needs beside: the key, and under `kept` what a story has that its
 * present place does not show. The blocks' schemas leave both out, so neither reaches a mail or its hash.
 */
export function toStored(items: Item[]): Stored[] {
  return items.map(({ key, kind, fields, children }) => {
    if (kind === 'lead' || kind === 'article') {
      const article = entryOf('article', fields);
      const kept = keptOf(fields, fieldsOfEntry(article, fields['audience'] ?? null));
      return { kind, v: 1, key, audience: fields['audience'] ?? null, article, ...kept };
    }
    const list = listNameOf(kind);
    if (list === null) return { kind, v: 1, key, ...fields };
    return { kind, v: 1, key, ...fields, [list]: children.map((child) => toStoredEntry(child, list)) };
  });
}

function toStoredEntry({ key, fields }: Item, list: 'articles' | 'items' | 'links'): Stored {
  const entry = entryOf(list === 'articles' ? 'article' : list === 'items' ? 'headline' : 'link', fields);
  return { ...entry, key, ...keptOf(fields, fieldsOfEntry(entry, null)) };
}

function keptOf(fields: Item['fields'], shown: Item['fields']): { kept?: Item['fields'] } {
  const entries = Object.entries(fields).filter(([name, one]) => !isSame(one, shown[name]));
  return entries.length === 0 ? {} : { kept: Object.fromEntries(entries) as Record<string, Value> };
}
