import type { Db } from '../../db.ts';
import { selectDunningCounts } from '../queries/dunnings.ts';

interface Sum {
  count: number;
  /** In minor units, by currency. */
  amounts: Record<string, number>;
}

export interface FailedPayments {
  open: Sum;
  recovered: Sum;
  lost: Sum;
  /** Of those that are over, the share that was recovered, from 0 to 1; null: none is over. */
  recoveryRate: number | null;
}

/** What became of the payments that failed since then. */
export async function readFailedPayments(db: Db, since: Date): Promise<FailedPayments> {
  const rows = await selectDunningCounts(db, since);
  const sumOf = (wanted: string): Sum => {
    const own = rows.filter(({ outcome }) => outcome === wanted);
    return {
      count: own.reduce((sum, { count }) => sum + count, 0),
      amounts: Object.fromEntries(own.map(({ currency, amount }) => [currency, amount])),
    };
  };
  const [open, recovered, lost] = [sumOf('open'), sumOf('recovered'), sumOf('lost')];
  const over = recovered.count + lost.count;
  return { open, recovered, lost, recoveryRate: over === 0 ? null : recovered.count / over };
}
