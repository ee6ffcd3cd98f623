import { parseBlocks } from '../../../emails/index.ts';
import type { Actor } from '../../access/actor.ts';
import { demand } from '../../access/demand.ts';
import type { Db } from '../../db.ts';
import type { DeliveryState } from '../../db-schema.ts';
import { readShares, type Share } from '../../delivery/shares.ts';
import { countStates, type StateCounts } from '../../delivery/states.ts';
import { NotFound } from '../../errors.ts';
import { readTraced, type Traced } from '../../memberships/traced.ts';
import {
  type BounceRow,
  type HistoryRow,
  type ReportedRow,
  selectBlocks,
  selectBounces,
  selectHistory,
  selectLinkCounts,
  selectReported,
  selectTexts,
} from '../queries/report.ts';
import { type ClicksByBlock, clicksByBlock } from './clicks-by-block.ts';
import { compareSubjects, type SubjectComparison } from './compare-subjects.ts';
import { subjectCounts } from './subject-counts.ts';
import { say } from '../say.ts';

const editionsBefore = 30;

/** How many, by a name. */
export interface Named {
  name: string;
  count: number;
}

export interface PastEdition extends HistoryRow {
  patrons: number;
}

/** What became of an edition, from kept counts. */
export interface Report {
  edition: ReportedRow;
  counts: StateCounts;
  /** By the class of the reply. */
  failures: Named[];
  /** By the reason. */
  suppressions: Named[];
  destinations: Array<{ destination: string; sent: number; failed: number; pending: number }>;
  texts: Array<{ id: number; number: number; sent: number; subjects: string[] }>;
  bounces: BounceRow[];
  clicks: ClicksByBlock;
  traced: Traced;
  /** This one and those before it, the newest first. */
  history: PastEdition[];
  /** Null where no subjects were tried. */
  subjects: SubjectComparison | null;
}

/**
 * An edition's report. Nothing of it reads the ledger through.
 * @throws NotFound where it has not gone out; Forbidden
 */
export async function readReport(db: Db, actor: Actor, editionId: number): Promise<Report> {
  demand(actor, 'reports.see');
  const edition = await requireReported(db, editionId);
  const [shares, texts, bounces, links, history] = await Promise.all([
    readShares(db, [editionId]),
    selectTexts(db, editionId),
    selectBounces(db, editionId),
    selectLinkCounts(db, editionId),
    readHistory(db, actor, edition),
  ]);
  const blocks = parseBlocks(edition.revisionId === null ? [] : await selectBlocks(db, edition.revisionId));
  const [traced = { editionId, patrons: 0, given: [] }] = await readTraced(db, [editionId]);
  return {
    edition,
    counts: countStates(
      sumBy(shares, ({ state }) => state).map(({ name, count }) => ({ state: name as DeliveryState, count })),
    ),
    failures: sumBy(ofState(shares, 'failed'), ({ detail }) => detail),
    suppressions: sumBy(ofState(shares, 'suppressed'), ({ detail }) => detail),
    destinations: destinationsOf(shares),
    texts: texts.map(({ id, number, subjects }) => {
      const sent = ofState(shares, 'sent').filter(({ revisionId }) => revisionId === id);
      return { id, number, subjects, sent: total(sent) };
    }),
    bounces,
    clicks: clicksByBlock(blocks, links),
    traced,
    history,
    subjects: compareSubjects(await subjectCounts(db, editionId, texts.at(-1)?.subjects ?? [], shares)),
  };
}

/** @throws NotFound where it has not gone out */
export async function requireReported(db: Db, editionId: number): Promise<ReportedRow> {
  const edition = await selectReported(db, editionId);
  if (edition === undefined) throw new NotFound(say.nothingToReport);
  return edition;
}

/** An edition and those before it, in figures. */
export async function readHistory(
  db: Db,
  actor: Actor,
  { id, newsletterId }: Pick<ReportedRow, 'id' | 'newsletterId'>,
): Promise<PastEdition[]> {
  demand(actor, 'reports.see');
  const rows = await selectHistory(db, { editionId: id, newsletterId, limit: editionsBefore + 1 });
  const traced = await readTraced(
    db,
    rows.map((row) => row.id),
  );
  return rows.map((row) => ({
    ...row,
    patrons: traced.find(({ editionId }) => editionId === row.id)?.patrons ?? 0,
  }));
}

function ofState(shares: Share[], state: DeliveryState): Share[] {
  return shares.filter((share) => share.state === state);
}

function total(shares: Share[]): number {
  return shares.reduce((sum, { count }) => sum + count, 0);
}

/** The largest first. */
function sumBy(shares: Share[], nameOf: (share: Share) => string): Named[] {
  const counts = new Map<string, number>();
  for (const share of shares) counts.set(nameOf(share), (counts.get(nameOf(share)) ?? 0) + share.count);
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .filter(({ count }) => count > 0)
    .sort((one, other) => other.count - one.count);
}

function destinationsOf(shares: Share[]): Report['destinations'] {
  return sumBy(shares, ({ destination }) => destination).map(({ name }) => {
    const own = shares.filter(({ destination }) => destination === name);
    return {
      destination: name,
      sent: total(ofState(own, 'sent')),
      failed: total(ofState(own, 'failed')),
      pending: total([...ofState(own, 'waiting'), ...ofState(own, 'deferred')]),
    };
  });
}
