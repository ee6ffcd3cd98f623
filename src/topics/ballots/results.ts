import type { Ballot } from './ballot.ts';

/** One option with what it got. */
export interface ResultRow {
  position: number;
  title: string;
  details: string;
  votes: number;
  /** Of those who voted, 0 to 1. */
  share: number;
  isWinner: boolean;
}

export interface Results {
  votes: number;
  /** How many could have voted; null where that is not told yet. */
  eligible: number | null;
  /** The most chosen first. */
  rows: ResultRow[];
  /** Options that have the same most votes; empty where one is ahead, or nobody voted. */
  tied: string[];
  /** Among tied ones the newsroom has chosen. */
  wasChosen: boolean;
}

interface Told {
  votes: number;
  counts: number[];
}

/** What is told of an open ballot's votes, and what will be once enough more have come. */
export interface LiveTotals {
  shown: Told | null;
  next: Told;
}

/** What everybody may know of a ballot's votes: the result once it is closed, live totals where it has some to tell. */
export function resultsOf(ballot: Ballot): Results | null {
  if (ballot.state === 'closed') {
    const counts = ballot.options.map(({ votes }) => votes ?? 0);
    return resultsFrom(ballot, { votes: ballot.votes ?? 0, counts }, ballot.eligible);
  }
  if (ballot.state !== 'open' || !ballot.live) return null;
  const { shown } = (ballot.told ?? { shown: null }) as Pick<LiveTotals, 'shown'>;
  return shown === null ? null : resultsFrom(ballot, shown, null);
}

function resultsFrom(ballot: Ballot, { votes, counts }: Told, eligible: number | null): Results {
  const rows = ballot.options.map(({ position, title, details }, index) => ({
    position,
    title,
    details,
    votes: counts[index] ?? 0,
    share: votes === 0 ? 0 : (counts[index] ?? 0) / votes,
    isWinner: ballot.winner === position,
  }));
  const leaders = leadersOf(counts);
  const tied = leaders.length < 2 ? [] : rows.filter(({ position }) => leaders.includes(position));
  return {
    votes,
    eligible,
    rows: rows.toSorted((one, other) => other.votes - one.votes || one.position - other.position),
    tied: tied.map(({ title }) => title),
    wasChosen: ballot.winnerChosenBy !== null,
  };
}

/** The positions with the most votes; none where nobody voted. */
export function leadersOf(counts: number[]): number[] {
  const most = Math.max(0, ...counts);
  return most === 0 ? [] : counts.flatMap((count, index) => (count === most ? [index + 1] : []));
}
