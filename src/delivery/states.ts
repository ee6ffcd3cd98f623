import type { DeliveryState } from '../db-schema.ts';

/** What may become of a delivery or a service mail. */
export const deliveryStates = [
  'waiting',
  'sending',
  'deferred',
  'sent',
  'failed',
  'suppressed',
  'uncertain',
  'cancelled',
] as const satisfies readonly DeliveryState[];

/** How many are in each state; `pending` is the sum of the three behind it, which are still to come to an end. */
export interface StateCounts {
  sent: number;
  failed: number;
  suppressed: number;
  uncertain: number;
  cancelled: number;
  pending: number;
  waiting: number;
  sending: number;
  deferred: number;
}

/** Counts as they are kept, a row for each state that there is any of. */
export function countStates(rows: ReadonlyArray<{ state: DeliveryState; count: number }>): StateCounts {
  const count = (state: DeliveryState): number => rows.find((row) => row.state === state)?.count ?? 0;
  const [waiting, sending, deferred] = [count('waiting'), count('sending'), count('deferred')];
  return {
    sent: count('sent'),
    failed: count('failed'),
    suppressed: count('suppressed'),
    uncertain: count('uncertain'),
    cancelled: count('cancelled'),
    pending: waiting + sending + deferred,
    waiting,
    sending,
    deferred,
  };
}
