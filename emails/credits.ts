import type { Block } from './blocks/index.ts';
import type { BlockArticle } from './types.ts';

/**
 * The same blocks with a credit that all their pictures share at the first one only; null where it is not shared, or
 * where not every reader is shown the first.
 */
export function shareCredit(blocks: Block[]): Block[] | null {
  const pictured = blocks.flatMap((block) => {
    const image = shownStory(block)?.image;
    return image ? [{ block, credit: image.credit }] : [];
  });
  const [first, ...others] = pictured;
  if (first === undefined || others.length === 0 || first.credit === '' || first.block.audience !== null)
    return null;
  if (others.some(({ credit }) => credit !== first.credit)) return null;
  return blocks.map((block) => (block === first.block ? block : withoutCredit(block)));
}

/** The story of a block whose picture is shown. */
function shownStory(block: Block): BlockArticle | null {
  if (block.kind === 'lead' || block.kind === 'article') return block.article;
  return block.kind === 'section' ? (block.articles[0] ?? null) : null;
}

function withoutCredit(block: Block): Block {
  if (block.kind === 'lead') return { ...block, article: uncredited(block.article) };
  if (block.kind === 'article') return { ...block, article: uncredited(block.article) };
  if (block.kind === 'section') return { ...block, articles: block.articles.map(uncredited) };
  return block;
}

function uncredited(story: BlockArticle): BlockArticle {
  return { ...story, image: story.image && { ...story.image, credit: '' } };
}
