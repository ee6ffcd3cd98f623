import { isDeepStrictEqual } from 'node:util';
import { type Block, parseBlocks } from '../../../emails/index.ts';
import type { Item } from './contract.ts';
import type { Draft } from './draft.ts';
import type { Held } from './hold.ts';
import { rewritten } from './rewritten.ts';
import type { Entry } from './save.ts';
import { toStored } from './stored.ts';
import { keyed } from './with-keys.ts';

/** Puts other blocks in the place of all, as one change. A block that stays as it is keeps its key. */
export function rewriteBlocks(draft: Draft, { doc }: Held, blocks: Block[], by: string): Entry {
  const known = doc.items.map((item) => ({ item, block: parseBlocks(toStored([item]))[0] }));
  const items = blocks.flatMap((block): Item[] => {
    const at = known.findIndex((one) => isDeepStrictEqual(one.block, block));
    const [same] = at === -1 ? [] : known.splice(at, 1);
    return same === undefined ? keyed([block]) : [same.item];
  });
  const now = new Date().toISOString();
  const { head } = draft.doc;
  draft.whole(rewritten(draft.doc, { head, items }, { by, now, elsewhere: new Map() }));
  return { operation: { op: 'rewrite', version: null }, effects: draft.effects.slice(-1) };
}
