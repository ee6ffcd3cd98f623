import { system } from '../../src/access/actor.ts';
import { keepArticle } from '../../src/articles/keep-articles.ts';
import type { Db } from '../../src/db.ts';
import { tidySends } from '../../src/delivery/control.ts';
import { assemble } from '../../src/editions/assemble.ts';
import { applyDeadlines } from '../../src/editions/deadline.ts';
import { launchEdition, settleAudience } from '../../src/editions/launch.ts';
import { dueLaunches, noteMissed } from '../../src/editions/missed.ts';
import { dueAssemblies } from '../../src/editions/plans.ts';
import { setRules } from '../../src/editions/rules.ts';
import { Conflict } from '../../src/errors.ts';
import { type Newsletter, setNewsletter } from '../../src/publication/newsletters.ts';
import type { Services } from '../../src/services.ts';
import { type Course, laterBy } from './fates.ts';
import { sinceEver } from './rhythm.ts';

/** What the sweep and the jobs that it hints at do for editions at a moment. */
export async function sweepOnce(worker: Services, now: Date): Promise<void> {
  for (const newsletterId of await dueAssemblies(worker.db, now))
    await assemble(worker, { newsletterId, cause: 'schedule', actor: system }, now);
  await noteMissed(worker, now);
  await applyDeadlines(worker, now);
  for (const editionId of await dueLaunches(worker.db, now))
    await launchEdition(worker, { editionId, actor: system, ifDue: true }, now).catch((error: unknown) => {
      if (!(error instanceof Conflict)) throw error;
    });
  await tidySends(worker, settleAudience(worker.db, now));
}

/** Has newsletters follow these rhythms from an instant on, as if there had been nothing before. */
export async function beginCourses(db: Db, courses: Map<Newsletter, Course>, begin: number): Promise<void> {
  await db.updateTable('editions').set({ state: 'cancelled' }).where('state', '<>', 'launched').execute();
  // Those of before may lie in another year's days.
  await db.updateTable('editions').set({ windowEnd: null }).execute();
  for (const [{ id, slug }, course] of courses) {
    const { timeZone, isApproved: _, sendAfter, ...values } = course;
    const sendAt = sendAfter === null ? null : laterBy(values.assembleAt, sendAfter).time;
    await setNewsletter(db, system, slug, { timeZone });
    await setRules(db, system, id, { enabled: true, minArticles: 1, sendAt, ...values });
  }
  await sinceEver(db);
  await db
    .updateTable('assemblyRules')
    .set({ rhythmSince: new Date(begin), owed: '[]' })
    .execute();
  // Those of before, and what a rhythm that is changed today has missed.
  await db.deleteFrom('assemblies').execute();
}

let stories = 0;

/** Something to assemble an edition of. */
export async function writeStory(db: Db, now: Date): Promise<void> {
  stories += 1;
  const title = `A story of its own, number ${stories}`;
  const at = new Date(now.getTime() - 60_000);
  const content = {
    guid: title,
    url: `https://courier.example/${stories}`,
    title,
    standfirst: '',
    author: '',
    html: '<p>Text</p>',
    image: null,
    categories: [],
    language: 'en',
    publishedAt: at,
  };
  await keepArticle(db, null, content, at);
}
