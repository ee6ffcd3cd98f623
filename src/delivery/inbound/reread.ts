import type { Actor } from '../../access/actor.ts';
import { recordAudit } from '../../access/audit.ts';
import { demand } from '../../access/demand.ts';
import { isPassing } from '../../db.ts';
import { Conflict, messageOf, NotFound } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { type KeptReport, retireReport, selectKeptReport, selectKeptReports } from '../queries/reread.ts';
import { lockReport, updateReport } from '../queries/reports.ts';
import { noteTriedAgain } from '../queries/set-aside.ts';
import { incomingOf } from './read-mails.ts';
import type { Settled } from './settle-report.ts';
import { takeReport } from './take-report.ts';

/** What became of a report whose mail was read again. */
export interface Reread {
  id: number;
  /** `asked for again`: the mailbox has not given the mail; the next reading asks for it. */
  outcome: 'unchanged' | 'read anew' | 'asked for again' | 'failed';
  /** The report that stands in its place. */
  now: number;
  decision: string;
  reason: string;
}

class Unchanged extends Error {}

/**
 * Reads mails again that were kept for a person, by the readers as they are now: one, or all of them. Where it comes to
 * the same, nothing changes; else a new report stands in the place of the old one, and does what it asks for.
 * @throws NotFound where there is no such report
 * @throws Conflict where it is decided or undone, or came by no mail, or its mail is not kept any more
 */
export async function rereadReports(
  services: Services,
  actor: Actor,
  id: number | null,
  now: Date = new Date(),
): Promise<Reread[]> {
  demand(actor, 'subscribers.change');
  if (id !== null) return [await rereadOne(services, actor, await findKept(services, id), now)];
  const done: Reread[] = [];
  for (;;) {
    const page = await selectKeptReports(services.db, done.at(-1)?.id ?? 0, 20);
    if (page.length === 0) return done;
    for (const report of page)
      done.push(
        await rereadOne(services, actor, report, now).catch((error: unknown) => failed(report, error)),
      );
  }
}

/** One that fails keeps no other back; it stands as it was. */
function failed({ id }: KeptReport, error: unknown): Reread {
  if (isPassing(error)) throw error;
  return { id, outcome: 'failed', now: id, decision: 'kept', reason: messageOf(error) };
}

async function findKept({ db }: Services, id: number): Promise<KeptReport> {
  const found = await selectKeptReport(db, id);
  if (found !== undefined) return found;
  const report = await lockReport(db, id);
  if (report === undefined) throw new NotFound(`there is no report ${id}; bounces list shows them`);
  const state = report.undoneAt === null ? (report.decision ?? 'not decided yet') : 'undone';
  throw new Conflict(
    `report ${id} came by ${report.source} and is ${state}; only what came by mail, is kept (bounces list --unread) and has its mail still can be read again`,
  );
}

async function rereadOne(services: Services, actor: Actor, report: KeptReport, now: Date): Promise<Reread> {
  const { id, mail, reason } = report;
  if (mail === null) {
    const evidence = { tries: 0, nextAt: now.toISOString() };
    await noteTriedAgain(services.db, id, { reply: report.reply, reason, evidence });
    return { id, outcome: 'asked for again', now: id, decision: 'kept', reason };
  }
  const incoming = await incomingOf(services, mail);
  try {
    const [taken] = await takeReport(services, incoming, now, async (trx, take) => {
      // Somebody may have decided about it since it was listed.
      const held = await lockReport(trx, id);
      if (held?.decision !== 'kept' || held.undoneAt !== null) throw new Unchanged();
      await retireReport(trx, id);
      const settled = await take();
      const [one] = settled;
      if (one === undefined || isSame(one, incoming.report.kind, held.kind)) throw new Unchanged();
      const instead = `it was read again: see report ${one.id}`;
      await updateReport(trx, id, { decision: 'noted', reason: instead });
      await recordAudit(trx, actor, 'report.reread', `report:${id}`, {
        report: one.id,
        decision: one.decision,
      });
      return settled;
    });
    if (taken !== undefined)
      return { id, outcome: 'read anew', now: taken.id, decision: taken.decision, reason: taken.reason };
  } catch (error) {
    if (!(error instanceof Unchanged)) throw error;
  }
  return { id, outcome: 'unchanged', now: id, decision: 'kept', reason };
}

function isSame({ decision }: Settled, kind: string, before: string): boolean {
  return decision === 'kept' && kind === before;
}
