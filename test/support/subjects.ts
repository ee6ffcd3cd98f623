import { sql } from 'kysely';
import PostalMime from 'postal-mime';
import { system } from '../../src/access/actor.ts';
import { readBalance } from '../../src/delivery/balance.ts';
import { approve } from '../../src/editions/approve.ts';
import { launchEdition } from '../../src/editions/launch.ts';
import { setSubjects, type SubjectsChange } from '../../src/editions/subjects/set-subjects.ts';
import type { Services } from '../../src/services.ts';
import { assembleDigest } from './digest.ts';
import type { Relay } from './relay.ts';
import type { Web } from './web.ts';

export const minutes = (count: number, from: Date = new Date()): Date =>
  new Date(from.getTime() + count * 60_000);

let made = 0;

/** An edition of one story that tries its subjects, all but launched. */
export async function makeTest(
  services: Services,
  { subjects = ['One', 'Two'], share = 50, waitMinutes = 60 }: Partial<Test> = {},
): Promise<number> {
  made += 1;
  const editionId = await assembleDigest(services, [`Story ${made}`]);
  const change: SubjectsChange = {
    subjects: subjects.map((subject) => ({ subject, preheader: `Behind ${subject}` })),
    share,
    waitMinutes,
  };
  await setSubjects(services.db, system, editionId, change);
  return editionId;
}

interface Test {
  subjects: string[];
  share: number;
  waitMinutes: number;
}

/** The same, approved and launched. */
export async function launchTest(services: Services, test: Partial<Test> = {}): Promise<number> {
  const editionId = await makeTest(services, test);
  await approve(services, { editionId, actor: system });
  await launchEdition(services, { editionId, actor: system });
  return editionId;
}

/** How many rows of a send have each subject, as text: `0: 5, 1: 5, -1: 10`. */
export async function spreadOf({ db }: Services, editionId: number): Promise<Record<string, number>> {
  const { rows } = await sql<{ subject: number; count: number }>`
    select subject_variant as subject, count(*) as count from deliveries where edition_id = ${editionId}
    group by 1 order by 1`.execute(db);
  return Object.fromEntries(rows.map(({ subject, count }) => [subject, count]));
}

/** The balance of promise 1, as it must be at every moment. */
export async function holdsBalance({ db }: Services, editionId: number): Promise<boolean> {
  const { eligible, sent, failed, suppressed, uncertain, cancelled, pending } = await readBalance(
    db,
    editionId,
  );
  return eligible === sent + failed + suppressed + uncertain + cancelled + pending;
}

export interface SentMail {
  to: string;
  subject: string;
  /** The paths of its counted links. */
  links: string[];
}

/** What a relay has received, read. */
export function readSent({ received }: Relay): Promise<SentMail[]> {
  return Promise.all(
    received.map(async ({ to, raw }) => {
      const { subject = '', html = '' } = await PostalMime.parse(raw);
      const links = [...html.matchAll(/href="https?:\/\/[^/"]+(\/c\/[^"]+)"/g)].map(([, path = '']) => path);
      return { to, subject, links };
    }),
  );
}

const person = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0' };

/** Readers follow the first link of a mail so many times. */
export async function click(web: Web, mail: SentMail | undefined, times: number): Promise<void> {
  for (let count = 0; count < times; count += 1) await web.get(mail?.links[0] ?? '/none', person);
}
