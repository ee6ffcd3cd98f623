import type { Metrics } from '../metrics.ts';
import { providerOf } from './destinations/destination.ts';
import type { Outcome } from './queries/groups.ts';

interface Row {
  subscriberId: number;
  address: string;
}

/** Counts rows as in hand while they are being handed over, and then what became of them. */
export async function holdInHand<R extends { outcomes: Outcome[] }>(
  metrics: Metrics,
  rows: Row[],
  handOver: () => Promise<R>,
): Promise<R> {
  metrics.inHand.inc(rows.length);
  try {
    const result = await handOver();
    countOutcomes(metrics, rows, result.outcomes);
    return result;
  } finally {
    metrics.inHand.dec(rows.length);
  }
}

/** What was given back untouched is no hand-over. */
function countOutcomes({ deliveries }: Metrics, rows: Row[], outcomes: Outcome[]): void {
  const addresses = new Map(rows.map(({ subscriberId, address }) => [subscriberId, address]));
  for (const { subscriberId, state, replyClass, attempted } of outcomes) {
    if (!attempted) continue;
    const destination = providerOf(addresses.get(subscriberId) ?? '');
    deliveries.inc({ outcome: state, class: replyClass ?? 'none', destination });
  }
}
