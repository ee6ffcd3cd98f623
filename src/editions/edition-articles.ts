import type { Edition } from './edition.ts';

/** An article as an edition shows it; a headline has no standfirst. */
export interface EditionArticle {
  id: number;
  title: string;
  url: string;
  standfirst: string | null;
}

/** Every article of an edition, in reading order. */
export function articlesIn({ blocks }: Pick<Edition, 'blocks'>): EditionArticle[] {
  return blocks.flatMap((block): EditionArticle[] => {
    if (block.kind === 'lead' || block.kind === 'article') return [block.article];
    if (block.kind === 'section') return block.articles;
    if (block.kind !== 'headlines') return [];
    return block.items.flatMap(({ articleId, title, url }) =>
      articleId === undefined ? [] : [{ id: articleId, title, url, standfirst: null }],
    );
  });
}
