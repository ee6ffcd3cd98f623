import type { Db } from '../../db.ts';
import { readBalance } from '../../delivery/balance.ts';
import { listEditions } from '../list-editions.ts';

const looked = 40;
const shownLast = 7;

type Listed = Awaited<ReturnType<typeof listEditions>>['editions'][number];

/** An edition as the desk's front page lists it. */
export interface TodayItem {
  id: number;
  newsletter: string;
  number: number;
  subject: string;
  /** Of its send where it has one, else its own. */
  state: string;
  /** When it goes out or went out; null where that is not settled. */
  at: Date | null;
  handedOver: { sent: number; eligible: number } | null;
}

export interface Today {
  next: TodayItem[];
  last: TodayItem[];
  /** The newest runs of the assembly that made no edition, with their reasons. */
  skipped: Array<{ newsletter: string; reason: string; at: Date }>;
}

/** What is in preparation, what goes first being first, and what has gone out last. */
export async function readToday(db: Db): Promise<Today> {
  const { editions, skipped } = await listEditions(db, null, looked);
  const coming = editions.filter(({ state }) => ['draft', 'approved', 'scheduled'].includes(state));
  const gone = editions.filter(({ launchedAt }) => launchedAt !== null).slice(0, shownLast);
  const last = await Promise.all(gone.map((one) => withBalance(db, one)));
  const next = coming.map((one) => toItem(one, null)).sort(byTime);
  const reasons = skipped.slice(0, 3).map(({ newsletter, reason, at }) => ({
    newsletter,
    reason: reason ?? '',
    at,
  }));
  return { next, last, skipped: reasons };
}

async function withBalance(db: Db, edition: Listed): Promise<TodayItem> {
  const { sent, eligible } = await readBalance(db, edition.id);
  return toItem(edition, { sent, eligible });
}

function toItem(edition: Listed, handedOver: TodayItem['handedOver']): TodayItem {
  const { id, newsletter, number, subject, state, send, sendAt, launchedAt } = edition;
  return {
    id,
    newsletter,
    number,
    subject,
    state: send ?? state,
    at: launchedAt ?? sendAt,
    handedOver,
  };
}

/** What has no time yet comes behind what has one. */
function byTime(one: TodayItem, other: TodayItem): number {
  const time = ({ at }: TodayItem): number => at?.getTime() ?? Number.MAX_SAFE_INTEGER;
  return time(one) - time(other) || other.id - one.id;
}
