import { type Actor, describeActor } from '../access/actor.ts';
import { recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import { type Article, toArticle } from '../articles/article.ts';
import type { Db } from '../db.ts';
import { type Newsletter, requireNewsletter } from '../publication/newsletters.ts';
import type { Services } from '../services.ts';
import { composeDigest, type DigestArticle, mayBePictured } from './compose-digest.ts';
import { openCorrectionBlocks } from './corrections/correction.ts';
import { pictureOf } from './article-picture.ts';
import { withKeys } from './compose/with-keys.ts';
import { localDateOf } from './local-day.ts';
import { lockNewsletter, selectLastSubject, selectSuperseded, supersedeDrafts } from './queries/assembly.ts';
import { countCandidates, selectCandidates, selectLastWindowEnd, selectOlder } from './queries/candidates.ts';
import { insertRun, insertScheduledRun, updateRun } from './queries/runs.ts';
import { insertEdition, insertEditionArticles } from './queries/editions.ts';
import { readPlan } from './plans.ts';
import type { Slot } from './rhythm.ts';
import { readRules, type Rules } from './rules.ts';
import { beforeFoot, openBallotBlocks } from './show-ballot.ts';
import { makeSubject, shorten } from './subject.ts';
import { note } from './say.ts';

/** What came of an assembly: an edition, or the reason why there is none. */
export interface Assembly {
  newsletter: string;
  editionId: number | null;
  articles: number;
  reason: string | null;
}

export interface AssemblyRequest {
  newsletterId: number;
  /** By schedule it happens at most once a local day; a person may ask as often as they like. */
  cause: 'schedule' | 'person';
  actor: Actor;
  /** Makes the day's scheduled run now, whatever the hour and whether the newsletter assembles itself. */
  evenIfNotDue?: boolean;
}

// The first edition of a newsletter looks back as far as a day, or a week where it comes once a week.
const firstLookBackHours = (weekdays: number[]): number => (weekdays.length === 1 ? 7 * 24 : 24);
const candidateLimit = 200;
const olderLimit = 500;

/**
 * Assembles a newsletter's next edition as a draft, from what came since the last one. Drafts that nobody has approved
 * give way to it, with their articles.
 * @returns null where a scheduled run is not due, or the day's has been made already
 */
export async function assemble(
  services: Services,
  request: AssemblyRequest,
  now: Date = new Date(),
): Promise<Assembly | null> {
  demand(request.actor, 'editions.write');
  const newsletter = await requireNewsletter(services.db, request.newsletterId);
  const rules = await readRules(services.db, newsletter.id);
  // A hint may have waited for hours, while no worker ran or the rules were changed.
  const mustBeDue = request.cause === 'schedule' && request.evenIfNotDue !== true;
  const slot = mustBeDue ? ((await readPlan(services.db, newsletter.id, now))?.due ?? null) : null;
  if (mustBeDue && slot === null) return null;
  const candidates = await findCandidates(services.db, newsletter, rules, now);
  // Pictures are fetched before the transaction, which would else be held open for as long as other servers like.
  const pictured = await fetchPictures(services, mayBePictured(candidates.articles, rules));
  return services.db.transaction().execute(async (trx) => {
    await lockNewsletter(trx, newsletter.id);
    // Past midnight it is still the edition of the day before.
    const day = slot?.day ?? localDateOf(now, newsletter.timeZone).toString();
    const run =
      request.cause === 'schedule'
        ? await insertScheduledRun(trx, newsletter.id, day, now)
        : await insertRun(trx, newsletter.id, day, now);
    if (run === undefined) return null;
    const again = await findCandidates(trx, newsletter, rules, now);
    const result = await makeEdition(
      trx,
      newsletter,
      rules,
      withPictures(again.articles, pictured),
      again.from,
      now,
      { day, slot, publicUrl: services.config.publicUrl },
    );
    await updateRun(trx, run.id, result);
    await recordAssembly(trx, request.actor, newsletter.id, result);
    return { newsletter: newsletter.slug, ...result };
  });
}

/** Of the edition that came of it; of the newsletter where none did. */
async function recordAssembly(
  trx: Db,
  actor: Actor,
  newsletterId: number,
  result: Omit<Assembly, 'newsletter'>,
): Promise<void> {
  const { editionId } = result;
  const about = editionId === null ? `newsletter:${newsletterId}` : `edition:${editionId}`;
  const detail = { newsletter: newsletterId, ...result, by: describeActor(actor) };
  await recordAudit(trx, actor, 'edition.assemble', about, detail);
}

async function findCandidates(
  db: Db,
  newsletter: Newsletter,
  rules: Rules,
  now: Date,
): Promise<{ articles: Article[]; from: Date }> {
  const { window, overlapFrom } = await windowOf(db, newsletter.id, rules, now);
  const rows = await selectCandidates(db, window, overlapFrom, candidateLimit);
  return { articles: rows.map(toArticle), from: window.from };
}

/** How many articles an edition would have to choose from, were it assembled now. */
export async function countNewArticles(db: Db, newsletterId: number, now: Date): Promise<number> {
  const { window, overlapFrom } = await windowOf(db, newsletterId, await readRules(db, newsletterId), now);
  return countCandidates(db, window, overlapFrom);
}

async function windowOf(db: Db, newsletterId: number, rules: Rules, now: Date) {
  const hours = (count: number): number => count * 3_600_000;
  const from =
    (await selectLastWindowEnd(db, newsletterId)) ??
    new Date(now.getTime() - hours(firstLookBackHours(rules.weekdays)));
  const overlapFrom = new Date(from.getTime() - hours(rules.overlapHours));
  const { sourceIds, categories } = rules;
  return { window: { newsletterId, sourceIds, categories, from, to: now }, overlapFrom };
}

async function makeEdition(
  trx: Db,
  newsletter: Newsletter,
  rules: Rules,
  articles: DigestArticle[],
  from: Date,
  now: Date,
  { day, slot, publicUrl }: { day: string; slot: Slot | null; publicUrl: string },
) {
  if (articles.length < rules.minArticles) {
    return { editionId: null, articles: articles.length, reason: tooFew(articles.length, from, rules) };
  }
  const older = (await selectOlder(trx, from, olderLimit)).map(toArticle);
  const { blocks: stories, placed, lead, notes } = composeDigest(articles, older, rules);
  const ballots = rules.ballots
    ? await openBallotBlocks(trx, newsletter, publicUrl, now)
    : { blocks: [], notes: [] };
  const corrections = await openCorrectionBlocks(trx, newsletter.id, now);
  const blocks = [...corrections, ...beforeFoot(stories, ballots.blocks)];
  notes.push(...ballots.notes);
  const superseded = await supersedeDrafts(trx, newsletter.id);
  for (const { number } of superseded) notes.push(note.replaces(String(number)));
  // In the order of reading.
  const [second, third] = placed.slice(1).map(({ articleId }) => articles.find(({ id }) => id === articleId));
  const facts = {
    lead: lead.title,
    second: second?.title ?? '',
    more: placed.length - 1,
    name: newsletter.name,
  };
  const subject = makeSubject(
    facts,
    rules.subjectTemplate,
    await selectLastSubject(trx, newsletter.id),
    newsletter.language,
  );
  const preheader = preheaderOf([second?.title, third?.title]);
  const edition = await insertEdition(trx, {
    newsletterId: newsletter.id,
    slug: `${newsletter.slug}-${day}-${crypto.randomUUID().slice(0, 6)}`,
    language: newsletter.language,
    timeZone: newsletter.timeZone,
    subject,
    preheader,
    blocks: withKeys(blocks),
    notes,
    windowStart: from,
    windowEnd: now,
    slotAt: slot?.sendAt ?? null,
    createdAt: now,
  });
  await insertEditionArticles(trx, edition.id, placed);
  return { editionId: edition.id, articles: placed.length, reason: null };
}

function tooFew(count: number, from: Date, { minArticles }: Rules): string {
  const [since, least] = [`${from.toISOString().slice(0, 16)}Z`, String(minArticles)];
  if (count === 0) return note.noArticles(since, least);
  return count === 1 ? note.onlyOne(since, least) : note.tooFew(String(count), since, least);
}

const preheaderLength = 140;

/** Headlines, as many as there is room for. */
function preheaderOf(titles: Array<string | undefined>): string {
  const [first = '', second] = titles.filter((title) => title !== undefined);
  const both = second === undefined ? first : `${first}\u00A0· ${second}`;
  return shorten(both, preheaderLength);
}

type Pictures = Map<number, DigestArticle['picture']>;

async function fetchPictures(services: Services, articles: Article[]): Promise<Pictures> {
  const entries = articles.map(
    async (article): Promise<[number, DigestArticle['picture']]> => [
      article.id,
      await pictureOf(services, article),
    ],
  );
  return new Map(await Promise.all(entries));
}

function withPictures(articles: Article[], pictures: Pictures): DigestArticle[] {
  return articles.map((article) => ({ ...article, picture: pictures.get(article.id) ?? null }));
}

/** The numbers of the drafts whose place the next edition of a newsletter takes. */
export async function listReplaced(db: Db, newsletterId: number): Promise<number[]> {
  return (await selectSuperseded(db, newsletterId)).map(({ number }) => number);
}
