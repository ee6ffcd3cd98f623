import type { Db } from '../db.ts';
import { type Edition, toEdition } from './edition.ts';
import { selectApproved } from './queries/editions.ts';

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

/** Editions that are approved with an article among their stories, and have not gone out. */
export async function approvedWith(db: Db, url: string): Promise<number[]> {
  const editions = (await selectApproved(db)).map(toEdition);
  return editions
    .filter((edition) => articlesIn(edition).some((article) => article.url === url))
    .map(({ id }) => id);
}
