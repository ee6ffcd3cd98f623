import type { Db } from '../../db.ts';
import type { Edition } from '../edition.ts';
import { selectArticlesNow } from '../queries/editions.ts';

/**
 * Whether an edition's lead is of a kind beside which nobody is asked for money: by what it carries in the edition, or
 * by what its source has said of it since.
 */
export async function isQuiet(db: Db, { blocks }: Edition, quietTags: string[]): Promise<boolean> {
  const leads = blocks.flatMap((block) => (block.kind === 'lead' ? [block.article] : []));
  const now = await selectArticlesNow(
    db,
    leads.map(({ id }) => id),
  );
  const tags = [...leads.map(({ category }) => category), ...now.flatMap(({ categories }) => categories)];
  const quiet = new Set(quietTags.map(folded));
  return tags.some((tag) => quiet.has(folded(tag)));
}

function folded(tag: string): string {
  return tag.trim().toLocaleLowerCase();
}
