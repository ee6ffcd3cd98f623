import { listSources } from '../articles/sources.ts';
import type { Db } from '../db.ts';
import type { Edition } from './edition.ts';
import { type PoolFilter, selectPool, selectPoolCategories, selectUses } from './queries/pool.ts';

export type { PoolFilter };

/** An article that an edition may take. */
export interface PoolArticle {
  id: number;
  title: string;
  url: string;
  standfirst: string;
  language: string | null;
  category: string;
  source: string | null;
  publishedAt: Date;
  /** Ours, by its path; null where it has none that was fetched. */
  picture: { src: string; width: number; height: number } | null;
  /** Other editions that it stands in, the newest first. */
  uses: Array<{ editionId: number; number: number; newsletter: string }>;
}

export interface Pool {
  articles: PoolArticle[];
  /** Whether there are more behind the last one. */
  hasMore: boolean;
}

const pageSize = 20;

/** A page of the articles that an edition may take, the newest first. */
export async function findPool(
  db: Db,
  { id: editionId, newsletterId }: Pick<Edition, 'id' | 'newsletterId'>,
  filter: PoolFilter,
): Promise<Pool> {
  const rows = await selectPool(db, { newsletterId, editionId }, filter, pageSize + 1);
  const shown = rows.slice(0, pageSize);
  const uses =
    shown.length === 0
      ? []
      : await selectUses(
          db,
          shown.map(({ id }) => id),
        );
  const articles = shown.map((row): PoolArticle => {
    const { id, title, canonicalUrl: url, standfirst, language, categories, source, publishedAt } = row;
    const { picture, width, height } = row;
    return {
      id,
      title,
      url,
      standfirst,
      language,
      category: categories[0] ?? '',
      source,
      publishedAt,
      picture:
        picture === null || width === null || height === null
          ? null
          : { src: `/i/${picture}`, width, height },
      uses: uses
        .filter((use) => use.articleId === id && use.editionId !== editionId)
        .map(({ editionId: edition, number, newsletter }) => ({ editionId: edition, number, newsletter })),
    };
  });
  return { articles, hasMore: rows.length > pageSize };
}

/** What the pool can be narrowed down to. */
export async function poolChoices(
  db: Db,
): Promise<{ sources: Array<{ id: number; title: string }>; categories: string[] }> {
  const [sources, categories] = await Promise.all([listSources(db), selectPoolCategories(db)]);
  return {
    sources: sources.map(({ id, title, url }) => ({
      id,
      title: title === '' ? new URL(url).hostname : title,
    })),
    categories,
  };
}
