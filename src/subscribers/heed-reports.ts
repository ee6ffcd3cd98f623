import type { Db } from '../db.ts';
import { reportActor } from '../delivery/inbound/report-actor.ts';
import { isUndone } from '../delivery/inbound/reports.ts';
import { eachByItself } from '../each-by-itself.ts';
import type { Services } from '../services.ts';
import { noteHeeded, selectUnheeded, type Unheeded } from './queries/news.ts';
import { leave, type Told } from './unsubscribe.ts';

const page = 200;

/**
 * Ends the subscriptions of those who have complained, or left by mail: delivery has stopped their mail already. Each
 * such news is heeded once, whoever does it at the same time; that of a report which was taken back ends nothing.
 * @returns how many were heeded
 * @throws the error of one that could not be, once the others have been
 */
export async function heedReports({ db, log }: Services, now: Date = new Date()): Promise<number> {
  let heeded = 0;
  await eachByItself(
    (last) => selectUnheeded(db, last, page),
    async (news) => {
      await db.transaction().execute((trx) => heed(trx, news, now));
      heeded += 1;
    },
    (error, { id }) => log.error({ err: error, event: id }, 'a report could not be heeded'),
  );
  return heeded;
}

interface News {
  /** The id of what came back. */
  report?: number | null;
  newsletterId?: number | null;
  /** At whom the reader unsubscribed, where that was a mail provider's own page. */
  provider?: string | null;
  /** The reader said "spam", and that stops no more than one newsletter. */
  complaint?: boolean;
}

/** Whether there is any that nobody has heeded yet. */
export async function hasUnheeded({ db }: Services): Promise<boolean> {
  return (await selectUnheeded(db, 0, 1)).length > 0;
}

async function heed(trx: Db, { id, kind, subscriberId, data }: Unheeded, now: Date): Promise<void> {
  if (!(await noteHeeded(trx, id)) || subscriberId === null) return;
  const isComplaint = kind === 'complained';
  const { report = null, newsletterId = null, provider = null, complaint = isComplaint } = data as News;
  if (report !== null && (await isUndone(trx, report))) return;
  const byMail = complaint ? 'complaint' : 'unsubscribe-mail';
  const source = provider === null || isComplaint ? byMail : `unsubscribe-${provider}`;
  const told = report === null ? undefined : toldBy(report, isComplaint);
  await leave(trx, { subscriberId, newsletterId }, { source }, now, told);
}

/** Under the report's name, so that nothing of it stays where it is taken back. */
function toldBy(report: number, isComplaint: boolean): Told {
  return {
    actor: reportActor(report),
    reason: isComplaint ? 'complaint' : 'unsubscribed',
    evidence: { report },
  };
}
