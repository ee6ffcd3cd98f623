import { z } from 'zod';
import type { BlockKind } from '../types.ts';
import { appeal } from './appeal.ts';
import { article } from './article.ts';
import { ballot } from './ballot.ts';
import { correction } from './correction.ts';
import { divider } from './divider.ts';
import { footer } from './footer.ts';
import { headlines } from './headlines.ts';
import { lead } from './lead.ts';
import { note } from './note.ts';
import { patronsOnly } from './patrons-only.ts';
import { readAlso } from './read-also.ts';
import { section } from './section.ts';
import { thanks } from './thanks.ts';

/** Every kind of block. A new one is a file and a line here. */
export const blocks = {
  lead,
  article,
  section,
  headlines,
  'read-also': readAlso,
  note,
  divider,
  appeal,
  thanks,
  ballot,
  'patrons-only': patronsOnly,
  correction,
  footer,
};

type Kinds = typeof blocks;
export type BlockName = keyof Kinds;

/** A block of an edition, as it is stored: versioned JSON. */
export type Block = { [K in BlockName]: Kinds[K] extends BlockKind<infer B> ? B : never }[BlockName];

/** The kind of a block, without its own type: the schema has vouched for that. */
export function kindOf(block: Block): BlockKind<Block> {
  return blocks[block.kind];
}

/** Whether a block has nothing in it yet, and is left out of the mail. */
export function saysNothing(block: Block): boolean {
  return kindOf(block).isEmpty?.(block) ?? false;
}

const anyBlock = z.object({ kind: z.enum(Object.keys(blocks) as [BlockName, ...BlockName[]]) }).loose();

/**
 * Reads stored blocks.
 * @throws z.ZodError naming the block and the field that is wrong
 */
export function parseBlocks(value: unknown): Block[] {
  return z
    .array(anyBlock)
    .parse(value)
    .map((block) => blocks[block.kind].schema.parse(block));
}
