import type { Services } from '../services.ts';
import { holdUnkept, insertKeptAppeals, selectUnkeptSends } from './queries/appeals.ts';

export {
  appealedQuery,
  countRecentAppeals,
  lockAppeals,
  recentAppealsQuery,
  selectAppealCounts,
  selectSendsWithAppeals,
} from './queries/appeals.ts';

/**
 * Writes down whom the appeals of sends that are over may have reached. Until it has, the rows of the send tell it; from
 * then on these may be pruned.
 */
export async function keepAppeals({ db }: Services): Promise<void> {
  for (const editionId of await selectUnkeptSends(db))
    await db.transaction().execute(async (trx) => {
      if (await holdUnkept(trx, editionId)) await insertKeptAppeals(trx, editionId);
    });
}
