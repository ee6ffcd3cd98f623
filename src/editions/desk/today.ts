import type { Db } from '../../db.ts';
import type { Fault } from '../faults.ts';
import { type Balance, readBalance } from '../../delivery/balance.ts';
import { type Echo, readEcho } from '../../delivery/echo.ts';
import { foreseeRoom } from '../../delivery/foresee.ts';
import { stopsOf } from '../../delivery/stop-rules/apply.ts';
import { type Coming, listComing } from '../coming.ts';
import { type Drift, findDrift } from '../drift.ts';
import { type Edition, toEdition } from '../edition.ts';
import { selectMissedRuns, selectSkipped } from '../queries/runs.ts';
import { selectGone, selectInHand } from '../queries/today.ts';
import { seenOf } from './seen.ts';
import type { AtDeadline } from './words/desk-edition-words.ts';

const mostInHand = 20;
const mostGone = 7;
const skippedForMs = 36 * 3_600_000;

/** What stands on the line whatever its state. */
interface OnTheLine {
  id: number;
  newsletter: string;
  newsletterId: number;
  number: number;
  subject: string;
  timeZone: string;
  /** What a form says of the state that it was made for. */
  seen: string;
}

/** When a rule has its say about a draft, and what became of that. */
export interface Deadline {
  at: Date;
  rule: AtDeadline;
}

/** In preparation: a draft, or approved and not gone out. */
export interface Prepared extends OnTheLine {
  kind: 'prepared';
  state: 'draft' | 'approved' | 'scheduled';
  sendAt: Date | null;
  /** When a draft goes out, once it is approved; null: that is past, or whoever approves it says when. */
  slotAt: Date | null;
  /** The time that passed with nothing there to send it. */
  missedAt: Date | null;
  /** Of a draft of the schedule whose deadline is still to come. */
  deadline: Deadline | null;
  /** Why no rule sends it any more: somebody holds it, or its deadline has passed. */
  settled: { by: 'person' | 'deadline'; problem: string | null; isAlert: boolean } | null;
  /** When the next edition takes the place of a draft that no rule sends. */
  givesWayAt: Date | null;
  /** What must be mended before it can be approved. */
  missing: Missing[];
  drift: Drift[];
  approval: { by: string; byRule: boolean } | null;
}

/** Going out, or paused. */
export interface Live extends OnTheLine {
  kind: 'live';
  state: string;
  expiresAt: Date;
  reason: string | null;
  /** It waits for a relay or the like until then. */
  heldUntil: Date | null;
  balance: Balance;
  /** What the relays' limits leave no room for. */
  warnings: string[];
  /** What keeps it from going on, unless somebody overrides it. */
  stops: string[];
}

export interface Planned extends Coming {
  kind: 'planned';
}

/** Over, with its numbers. */
export interface Gone {
  id: number;
  slug: string;
  newsletter: string;
  number: number;
  subject: string;
  timeZone: string;
  state: string;
  launchedAt: Date;
  balance: Balance;
  echo: Echo;
}

export type Entry = Planned | Prepared | Live;

export interface Today {
  /** What goes out now, then what waits for somebody, then what comes, in the order of time. */
  line: Entry[];
  gone: Gone[];
  /** Runs of the assembly since yesterday that made no edition, with their reasons. */
  skipped: Array<{ newsletter: string; reason: string; at: Date }>;
  /** Runs of late that nothing was there to make. */
  missed: Array<{ newsletterId: number; newsletter: string; localDate: string }>;
}

/** What must be mended of an edition; the page asks it of each draft. */
export type FindMissing = (edition: Edition) => Promise<Missing[]>;
/** What must be mended: a fault, or what could not even be looked at, in the words of the error. */
export type Missing = Fault | string;

/** The desk's front page as of now. */
export async function readToday(db: Db, findMissing: FindMissing, now: Date): Promise<Today> {
  const coming = await listComing(db, now);
  const rows = await selectInHand(db, mostInHand);
  const inHand = await Promise.all(
    rows.map((row) =>
      row.state === 'launched' ? toLive(db, row, now) : toPrepared(db, row, coming, findMissing, now),
    ),
  );
  const planned = coming.map((one): Planned => ({ kind: 'planned', ...one }));
  const gone = await Promise.all((await selectGone(db, mostGone)).map((row) => toGone(db, row)));
  const skipped = (await selectSkipped(db, null, 3))
    .filter(({ at }) => now.getTime() - at.getTime() < skippedForMs)
    .map(({ newsletterName: newsletter, reason, at }) => ({ newsletter, reason: reason ?? '', at }));
  const missed = await selectMissedRuns(db, new Date(now.getTime() - skippedForMs));
  return { line: [...inHand, ...planned].sort(inTime), gone, skipped, missed };
}

type Row = Awaited<ReturnType<typeof selectInHand>>[number];

function onTheLine(row: Row): OnTheLine {
  const { id, newsletter, newsletterId, number, subject, zone } = row;
  return { id, newsletter, newsletterId, number, subject, timeZone: zone, seen: seenOf(row, row.send) };
}

async function toLive(db: Db, row: Row, now: Date): Promise<Live> {
  const balance = await readBalance(db, row.id);
  const { notBefore, reason } = row;
  const expiresAt = row.expiresAt ?? now;
  const stops = balance.state === 'paused' ? await stopsOf(db, row.id) : [];
  return {
    kind: 'live',
    ...onTheLine(row),
    state: balance.state,
    expiresAt,
    reason,
    heldUntil: notBefore !== null && notBefore > now ? notBefore : null,
    balance,
    warnings: balance.pending === 0 ? [] : await foreseeRoom(db, balance.pending, expiresAt),
    stops: stops.map((stop) => stop.reason),
  };
}

async function toPrepared(
  db: Db,
  row: Row,
  coming: Coming[],
  findMissing: FindMissing,
  now: Date,
): Promise<Prepared> {
  const edition = toEdition(row);
  const isDraft = row.state === 'draft';
  const settled = isDraft ? settledOf(row, now) : null;
  const deadline =
    isDraft && settled === null && row.deadline !== null
      ? { at: row.deadline, rule: row.atDeadline as AtDeadline }
      : null;
  return {
    kind: 'prepared',
    ...onTheLine(row),
    state: row.state as Prepared['state'],
    sendAt: row.sendAt,
    slotAt: row.slotAt !== null && row.slotAt > now ? row.slotAt : null,
    missedAt: row.missedAt,
    deadline,
    settled,
    givesWayAt:
      isDraft && deadline?.rule !== 'send'
        ? (coming.find(({ newsletterId }) => newsletterId === row.newsletterId)?.at ?? null)
        : null,
    missing: isDraft ? await findMissing(edition) : [],
    drift: isDraft ? [] : await findDrift(db, edition),
    approval: row.approvedBy === null ? null : { by: row.approvedBy, byRule: row.byRule ?? false },
  };
}

function settledOf({ settled, heldAt, deadline, atDeadline }: Row, now: Date): Prepared['settled'] {
  if (heldAt !== null) return { by: 'person', problem: null, isAlert: false };
  const told = settled as { rule?: string; problem?: string | null } | null;
  if (told !== null) {
    const problem = told.problem ?? null;
    return { by: 'deadline', problem, isAlert: problem !== null || told.rule === 'hold-and-alert' };
  }
  // Of what a rule sends nothing is settled before it has been tried.
  const isPast = deadline !== null && deadline <= now && atDeadline !== 'send';
  return isPast ? { by: 'deadline', problem: null, isAlert: atDeadline === 'hold-and-alert' } : null;
}

async function toGone(db: Db, row: Awaited<ReturnType<typeof selectGone>>[number]): Promise<Gone> {
  const { send, zone, ...rest } = row;
  const [balance, echo] = await Promise.all([readBalance(db, row.id), readEcho(db, row.id)]);
  return { ...rest, timeZone: zone, state: send === 'cancelled' ? 'stopped' : send, balance, echo };
}

/** When something happens to it next; null: it goes on now, or waits for somebody. */
export function momentOf(entry: Entry): Date | null {
  if (entry.kind === 'live') return null;
  if (entry.kind === 'planned') return entry.isDue ? null : entry.at;
  return entry.sendAt ?? entry.deadline?.at ?? null;
}

function inTime(one: Entry, other: Entry): number {
  const rank = (entry: Entry): number => (momentOf(entry) !== null ? 2 : entry.kind === 'live' ? 0 : 1);
  const time = (entry: Entry): number => momentOf(entry)?.getTime() ?? 0;
  return rank(one) - rank(other) || time(one) - time(other);
}
