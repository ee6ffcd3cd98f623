import type { Db } from '../db.ts';
import type { Services } from '../services.ts';
import { type Edition, toEdition } from './edition.ts';
import { articlesIn } from './edition-articles.ts';
import {
  insertDriftEvent,
  selectApproved,
  selectArticlesNow,
  selectEarlierTexts,
  selectTaken,
} from './queries/editions.ts';

/** An article that is no longer as an edition has it. */
export interface Drift {
  articleId: number;
  title: string;
  what: 'changed' | 'vanished';
  revision: number;
  difference: Array<{ field: 'title' | 'standfirst'; here: string; now: string }>;
}

/**
 * What of an edition's articles has changed at its source, or vanished there. The edition stays as it is. Words that an
 * editor wrote differ from the source's, which has changed only where it says something else than when they were written.
 */
export async function findDrift(db: Db, edition: Edition): Promise<Drift[]> {
  const here = articlesIn(edition);
  const ids = here.map(({ id }) => id);
  const rows = await selectArticlesNow(db, ids);
  const taken = await selectTaken(db, edition.id);
  const earlier = await selectEarlierTexts(db, ids);
  return here.flatMap(({ id, title, standfirst }): Drift[] => {
    const row = rows.find((one) => one.id === id);
    if (row === undefined) return [];
    const texts = earlier.filter(({ articleId }) => articleId === id);
    const pairs = [
      { field: 'title' as const, here: title, now: row.title },
      { field: 'standfirst' as const, here: standfirst ?? row.standfirst, now: row.standfirst },
    ];
    const difference = pairs.filter((pair) => hasChanged(pair, texts, taken.get(id) ?? row.revision));
    const found = { articleId: id, title, revision: row.revision, difference };
    if (row.vanishedAt !== null) return [{ ...found, what: 'vanished' }];
    return difference.length === 0 ? [] : [{ ...found, what: 'changed' }];
  });
}

type Earlier = Awaited<ReturnType<typeof selectEarlierTexts>>[number];

function hasChanged(
  { field, here, now }: Drift['difference'][number],
  texts: Earlier[],
  taken: number,
): boolean {
  if (here === now) return false;
  const then = texts.find(({ revision }) => revision === taken);
  const isOld = texts.some((text) => text[field] === here);
  return isOld || (then !== undefined && then[field] !== now);
}

/** Alerts, once each, of articles that have changed or vanished since their edition was approved. */
export async function alertDrift({ db, log }: Services): Promise<void> {
  for (const row of await selectApproved(db)) {
    const edition = toEdition(row);
    for (const drift of await findDrift(db, edition)) {
      if (!(await insertDriftEvent(db, edition.id, drift))) continue;
      const { articleId, what } = drift;
      log.warn({ editionId: edition.id, articleId, what }, 'an article is no longer as it was approved');
    }
  }
}

/** A drift in one sentence. */
export function describeDrift({ title, what, difference }: Drift): string {
  if (what === 'vanished') return `${JSON.stringify(title)} has vanished at its source`;
  const parts = difference.map(
    ({ field, here, now }) => `${field} ${JSON.stringify(here)} is now ${JSON.stringify(now)}`,
  );
  return `${JSON.stringify(title)} has changed at its source: ${parts.join('; ')}`;
}
