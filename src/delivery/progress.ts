import type { Db } from '../db.ts';
import { type ProgressRow, selectProgress } from './queries/shares.ts';
import { countStates, type StateCounts } from './states.ts';

/** How far a send has come at one group of domains. */
export interface GroupProgress {
  /** A provider's name, `other`, or empty where it is not known any more. */
  destination: string;
  sent: number;
  deferred: number;
  failed: number;
  /** Waiting or in hand. */
  remaining: number;
}

/** Where a send stands. */
export interface Progress extends Omit<ProgressRow, 'shares'> {
  counts: StateCounts;
  /** The largest first. */
  groups: GroupProgress[];
}

/** Where some sends stand, from kept counts, by their editions; nothing for one that was not launched. */
export async function readProgress(db: Db, editionIds: number[]): Promise<Map<number, Progress>> {
  const rows = await selectProgress(db, editionIds);
  return new Map(rows.map((row) => [row.editionId, toProgress(row)]));
}

function toProgress({ shares, ...row }: ProgressRow): Progress {
  const destinations = [...new Set(shares.map(({ destination }) => destination))];
  const groups = destinations.map((destination): GroupProgress => {
    const of = (state: string): number =>
      shares.find((one) => one.destination === destination && one.state === state)?.count ?? 0;
    return {
      destination,
      sent: of('sent'),
      deferred: of('deferred'),
      failed: of('failed'),
      remaining: of('waiting'),
    };
  });
  const states = [...new Set(shares.map(({ state }) => state))].map((state) => {
    const count = shares.filter((one) => one.state === state).reduce((sum, one) => sum + one.count, 0);
    return { state, count };
  });
  const size = (group: GroupProgress): number => group.sent + group.deferred + group.failed + group.remaining;
  return {
    ...row,
    counts: countStates(states),
    groups: groups.filter((group) => size(group) > 0).sort((one, other) => size(other) - size(one)),
  };
}
