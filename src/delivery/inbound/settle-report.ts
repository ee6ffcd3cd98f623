import type { Db } from '../../db.ts';
import { cleanLine } from '../../text/clean-line.ts';
import type { ReplyClass } from '../classify.ts';
import { isErased, selectNewsletterOf, withdrawAddress } from '../queries/mailed.ts';
import { clearReport, insertNews, lockReported, type ReportRow, updateReport } from '../queries/reports.ts';
import { lockSuppression } from '../queries/suppressions.ts';
import { suppress, type SuppressionReason } from '../suppress.ts';
import type { IncomingKind } from './incoming.ts';
import { isVerified } from './find-mail.ts';
import { type Judged, judgeReport, type Verdict } from './judge-report.ts';
import { reportActor } from './report-actor.ts';
import { failsForLong } from './soft-failures.ts';

export type Decision = 'suppressed' | 'counted' | 'unsubscribed' | 'noted' | 'kept' | 'forgotten';

/** What became of a report. */
export interface Settled {
  id: number;
  decision: Decision;
  reason: string;
}

interface Settling {
  trx: Db;
  report: ReportRow;
  now: Date;
}

/**
 * Decides about a report that is written down, and acts, in the caller's transaction. Counts of sends stay as they are:
 * what comes back later is news beside `sent`.
 * @param unread why it could not be read
 * @param erased the person it is about has been erased since
 */
export async function settleReport(
  { trx, report, now }: Settling,
  { unread = null, erased = false }: { unread?: string | null; erased?: boolean } = {},
): Promise<Settled> {
  const settling = { trx, report, now };
  if (report.addressHash !== null) await lockReported(trx, report.addressHash);
  if (erased || (report.addressHash !== null && (await isErased(trx, report.addressHash))))
    return forget(settling);
  const verdict = judgeReport(judgedOf(report, unread));
  const done = await act(settling, verdict);
  await updateReport(trx, report.id, done);
  return { id: report.id, decision: done.decision, reason: done.reason };
}

function judgedOf(report: ReportRow, unread: string | null): Judged {
  const { kind, feedback, status, reply, proof } = report;
  const found = report.class as ReplyClass | null;
  return {
    kind: kind as IncomingKind,
    feedback,
    class: found,
    status,
    reply,
    proven: proof !== null,
    verified: isVerified(report),
    byLink: proof === 'unsubscribe-link' && !isVerified(report),
    unread,
  };
}

/** What is about somebody who is erased suppresses nobody, and nothing of it is kept. */
async function forget({ trx, report }: Settling): Promise<Settled> {
  const done = { decision: 'forgotten' as const, reason: 'the person has been erased' };
  await updateReport(trx, report.id, done);
  await clearReport(trx, report.id);
  return { id: report.id, ...done };
}

type Done = { decision: Decision; reason: string; counts?: boolean; suppressionId?: number | null };

const handlers: Record<Verdict['act'], (settling: Settling, reason: string) => Promise<Done>> = {
  suppress: (settling, reason) => stop(settling, 'hard-bounce', reason),
  count,
  tell: async (settling, reason) => {
    await news(settling, 'sender-fault');
    return { decision: 'noted', reason };
  },
  complain: async (settling, reason) => {
    await news(settling, 'complained');
    return stop(settling, 'complaint', reason);
  },
  unsubscribe: leave,
  note: (_settling, reason) => Promise.resolve({ decision: 'noted', reason }),
  keep: (_settling, reason) => Promise.resolve({ decision: 'kept', reason }),
};

async function act(settling: Settling, verdict: Verdict): Promise<Done> {
  // A refusal that we heard ourselves stands in the delivery's own state.
  if (
    settling.report.kind === 'bounce' &&
    settling.report.source !== 'delivery' &&
    settling.report.proof !== null
  )
    await news(settling, 'bounced');
  return handlers[verdict.act](settling, verdict.reason);
}

async function count(settling: Settling, reason: string): Promise<Done> {
  const { trx, report, now } = settling;
  const { addressHash, subscriberId, editionId, serviceMailId } = report;
  if (addressHash === null)
    return { decision: 'noted', reason: `${reason}; the address is not kept any more` };
  await updateReport(trx, report.id, { decision: 'counted', reason, counts: true });
  const failing = await failsForLong(trx, { addressHash, subscriberId, editionId, serviceMailId }, now);
  if (failing === null) return { decision: 'counted', reason, counts: true };
  const days = Math.floor((now.getTime() - failing.since.getTime()) / 86_400_000);
  const why = `${reason}, as ${failing.failures} mails did in ${days} days`;
  return { ...(await stop(settling, 'hard-bounce', why)), counts: true };
}

/** Nothing more goes there, also of a send that is going on. */
async function stop(settling: Settling, reason: SuppressionReason, why: string): Promise<Done> {
  const { addressHash } = settling.report;
  if (addressHash === null)
    return reason === 'complaint'
      ? { decision: 'unsubscribed', reason: `${why}; the address is not kept any more` }
      : { decision: 'kept', reason: `${why}; the address is not kept any more` };
  const suppressionId = await suppressOnce(settling, addressHash, reason, null);
  return { decision: 'suppressed', reason: why, suppressionId };
}

async function leave(settling: Settling, reason: string): Promise<Done> {
  const { trx, report } = settling;
  const newsletterId = report.editionId === null ? null : await selectNewsletterOf(trx, report.editionId);
  const provider = /^webhook:(.+)$/.exec(report.source)?.[1] ?? null;
  await news(settling, 'opted-out', { newsletterId, provider, complaint: report.kind === 'complaint' });
  if (report.addressHash === null) return { decision: 'unsubscribed', reason };
  const suppressionId = await suppressOnce(settling, report.addressHash, 'unsubscribed', newsletterId);
  return { decision: 'unsubscribed', reason, suppressionId };
}

/** The id of the suppression that this report made; or of the one that stood already, which it upholds from now on. */
async function suppressOnce(
  { trx, report }: Settling,
  addressHash: Buffer,
  reason: SuppressionReason,
  newsletterId: number | null,
): Promise<number | null> {
  const { id, subscriberId, source, status, reply, kind, feedback } = report;
  const evidence = { report: id, source, kind, feedback, status, reply: cleanLine(reply, 500) };
  await suppress(trx, reportActor(id), {
    addressHash,
    address: report.address,
    reason,
    newsletterId,
    evidence,
  });
  if (subscriberId !== null) await withdrawAddress(trx, { subscriberId, addressHash, newsletterId, reason });
  return (await lockSuppression(trx, { addressHash, reason, newsletterId }))?.id ?? null;
}

function news({ trx, report, now }: Settling, kind: string, more: object = {}): Promise<void> {
  const { id, editionId, subscriberId, status } = report;
  return insertNews(trx, {
    kind,
    subscriberId,
    editionId,
    data: { report: id, class: report.class, status, ...more },
    at: now,
  });
}
