import type { Selectable } from 'kysely';
import type { Actor } from '../access/actor.ts';
import { changeOf, recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import type { Db } from '../db.ts';
import type { Sources } from '../db-schema.ts';
import { Conflict, InvalidInput, NotFound } from '../errors.ts';
import { cleanLine } from '../text/clean-line.ts';
import {
  countArticlesBySource,
  insertSource,
  moveAddresses,
  selectDueSources,
  selectSource,
  selectSourceByUrl,
  selectSources,
  updateSource,
} from './queries.ts';
import { say } from './say.ts';

export type Source = Selectable<Sources>;

export interface SourceAddition {
  url: string;
  title?: string;
  /** Seconds between two polls, 60 or more. */
  pollSeconds?: number;
}

/**
 * Adds a feed to be read.
 * @throws InvalidInput for a wrong address or interval; Conflict where it is there already.
 */
export async function addSource(
  db: Db,
  actor: Actor,
  { url, title = '', pollSeconds = 900 }: SourceAddition,
): Promise<Source> {
  demand(actor, 'settings.change');
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !/^https?:$/.test(parsed.protocol))
    throw new InvalidInput(say.notHttp(JSON.stringify(url)));
  if (!Number.isInteger(pollSeconds) || pollSeconds < 60)
    throw new InvalidInput(say.shortInterval(String(pollSeconds)));
  return db.transaction().execute(async (trx) => {
    const values = { url: parsed.href, title: cleanLine(title, 200), pollSeconds };
    const source = await insertSource(trx, values);
    if (source === undefined) throw new Conflict(say.isSource(parsed.href));
    await recordAudit(trx, actor, 'source.add', `source:${source.id}`, {}, changeOf(null, values));
    return source;
  });
}

/** Every source with the number of its articles. */
export async function listSources(db: Db): Promise<Array<Source & { articles: number }>> {
  const [sources, counts] = await Promise.all([selectSources(db), countArticlesBySource(db)]);
  return sources.map((source) => ({
    ...source,
    articles: counts.find(({ sourceId }) => sourceId === source.id)?.articles ?? 0,
  }));
}

/** Sources that could not be read so many times in a row, or more often. */
export async function failingSources(db: Db, failures: number): Promise<Source[]> {
  const sources = await selectSources(db);
  return sources.filter((source) => source.state === 'active' && source.failures >= failures);
}

/**
 * One source by its id or address.
 * @throws NotFound
 */
export async function requireSource(db: Db, idOrUrl: string | number): Promise<Source> {
  const isId = /^\d{1,15}$/.test(String(idOrUrl));
  const source = isId
    ? await selectSource(db, Number(idOrUrl))
    : await selectSourceByUrl(db, String(idOrUrl));
  if (source === undefined) throw new NotFound(say.noSource(JSON.stringify(idOrUrl)));
  return source;
}

/** The ids of sources that are due; a source's next time is moved before it is asked, so a lost job costs one round. */
export async function dueSources(db: Db, now: Date): Promise<number[]> {
  return (await selectDueSources(db, now)).map(({ id }) => id);
}

/** Follows a feed that has moved to another origin, with its articles' addresses. */
export async function moveSource(db: Db, actor: Actor, source: Source, url: string): Promise<void> {
  demand(actor, 'settings.change');
  if (source.url === url) return;
  await db.transaction().execute(async (trx) => {
    await updateSource(trx, source.id, { url, etag: null, lastModified: null, nextPollAt: new Date() });
    await moveAddresses(trx, source.id, new URL(source.url).origin, new URL(url).origin);
    await recordAudit(trx, actor, 'source.move', `source:${source.id}`, { from: source.url, to: url });
  });
}
