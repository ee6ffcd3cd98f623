import type { Block } from '../../../emails/index.ts';
import { newKey } from './contract.ts';
import type { Item } from './contract.ts';
import { readDocument, toStored } from './stored.ts';

const nothing = { subject: '', preheader: '', intro: '', subjectTest: null, removed: [] };

/** Blocks of a mail as they are stored, each of them and each story in them under a key of its own. */
export function withKeys(blocks: Block[]): Array<Record<string, unknown>> {
  return toStored(keyed(blocks));
}

/** Blocks of a mail as items to be composed, under new keys. */
export function keyed(blocks: Block[]): Item[] {
  const { items } = readDocument({ ...nothing, blocks });
  return items.map(withNewKeys);
}

function withNewKeys(item: Item): Item {
  return { ...item, key: newKey(), children: item.children.map(withNewKeys) };
}
