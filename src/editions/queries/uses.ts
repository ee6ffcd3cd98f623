import type { ExpressionBuilder } from 'kysely';
import type { DB } from '../../db-schema.ts';

/** A draft gives way to the next edition, so its articles are free. */
export const notGoingOut = ['draft', 'cancelled'];

/** Where an article has stood in an edition of a newsletter that went out, or is going to. */
export function usesOf(where: ExpressionBuilder<DB, 'articles'>, newsletterId: number) {
  return where
    .selectFrom('editionArticles as ea')
    .innerJoin('editions as e', 'e.id', 'ea.editionId')
    .select('ea.articleId')
    .whereRef('ea.articleId', '=', 'articles.id')
    .where('e.newsletterId', '=', newsletterId)
    .where('e.state', 'not in', notGoingOut);
}
