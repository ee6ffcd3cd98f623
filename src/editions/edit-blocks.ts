import { z } from 'zod';
import { type Block, parseBlocks } from '../../emails/index.ts';
import type { Actor } from '../access/actor.ts';
import type { Db } from '../db.ts';
import { InvalidInput } from '../errors.ts';
import { editEdition } from './edit.ts';
import type { Edition } from './edition.ts';
import { say } from './say.ts';

export interface BlockInsertion {
  /** As it is stored: `{"kind": "patrons-only", "v": 1, …}`. */
  block: unknown;
  /** The place of the block that it is to stand before, from 1; without it, before the last, which is the footer. */
  before?: number;
}

/**
 * Puts a block into an edition: words, thanks, an appeal, something for patrons. Stories come by the assembly.
 * @throws InvalidInput naming what is wrong with the block or its place; what `editEdition` throws
 */
export async function insertBlock(
  db: Db,
  actor: Actor,
  editionId: number,
  { block, before }: BlockInsertion,
): Promise<Edition> {
  const added = parseBlock(block);
  return editEdition(db, actor, editionId, {
    editBlocks: (blocks) => blocks.toSpliced(placeOf(before ?? Math.max(1, blocks.length), blocks), 0, added),
  });
}

/**
 * Takes a block out of an edition, by its place from 1.
 * @throws InvalidInput where there is none, or a story stands in it; what `editEdition` throws
 */
export async function removeBlock(db: Db, actor: Actor, editionId: number, place: number): Promise<Edition> {
  return editEdition(db, actor, editionId, {
    editBlocks: (blocks) => {
      const at = placeOf(place, blocks);
      const block = blocks[at];
      if (block !== undefined) refuseStories(block);
      return blocks.toSpliced(at, 1);
    },
  });
}

function placeOf(place: number, blocks: Block[]): number {
  if (place >= 1 && place <= Math.max(1, blocks.length)) return place - 1;
  throw new InvalidInput(say.noBlock(place, blocks.length));
}

function parseBlock(value: unknown): Block {
  try {
    const [block] = parseBlocks([value]);
    if (block === undefined) throw new TypeError('one block parsed to none');
    refuseStories(block);
    refuseWordless(block);
    return block;
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const faults = error.issues.map(
      ({ path, message }) =>
        `${path.filter((part) => typeof part === 'string').join('.') || 'block'} ${message}`,
    );
    throw new InvalidInput(`the block cannot be read: ${faults.join('; ')}`);
  }
}

/** At the desk a block is written after it was put in; what comes whole has its words. */
function refuseWordless(block: Block): void {
  if (block.kind !== 'appeal' && block.kind !== 'thanks' && block.kind !== 'patrons-only') return;
  for (const name of ['title', 'text'] as const)
    if (block[name].trim() === '') throw new InvalidInput(`the block cannot be read: ${name} is empty`);
}

/** Which article stood in which edition is written down when it is assembled. */
function refuseStories(block: Block): void {
  if ('article' in block || 'articles' in block || 'items' in block)
    throw new InvalidInput(
      `a block of the kind ${JSON.stringify(block.kind)} holds stories; these come by the assembly`,
    );
}
