import type { Db } from '../db.ts';
import { InvalidInput, NotFound } from '../errors.ts';
import { selectDeliveries } from './queries/life.ts';
import { selectSend } from './queries/sends.ts';
import { deliveryStates } from './states.ts';

const mostRows = 10_000;

export interface DeliveryPageRequest {
  editionId: number;
  /** Only those in this state. */
  state?: string | undefined;
  limit: number;
  /** `next` of the page before. */
  after?: string | undefined;
}

/**
 * A page of an edition's deliveries, batch by batch. `next` is null on the last one.
 * @throws InvalidInput for a state or a place that does not exist; NotFound where the edition was not launched
 */
export async function listDeliveries(db: Db, { editionId, state, limit, after }: DeliveryPageRequest) {
  const known = deliveryStates.find((one) => one === state) ?? null;
  if (state !== undefined && known === null)
    throw new InvalidInput(
      `the state is ${JSON.stringify(state)}; allowed is one of ${deliveryStates.join(', ')}`,
    );
  if (limit > mostRows) throw new InvalidInput(`the limit is ${limit}; 1 to ${mostRows} is allowed`);
  if ((await selectSend(db, editionId)) === undefined)
    throw new NotFound(`edition ${editionId} has not been launched`);
  const query = { editionId, state: known, after: readPlace(after) };
  const rows = await selectDeliveries(db, { ...query, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    deliveries: shown.map(({ batch: _batch, ...row }) => row),
    next: last === undefined ? null : `${last.batch}.${last.subscriberId}`,
  };
}

function readPlace(text = '0.0'): { batch: number; subscriberId: number } {
  const [, batch, subscriberId] = /^(\d{1,9})\.(\d{1,15})$/.exec(text) ?? [];
  if (batch === undefined)
    throw new InvalidInput(`the place is ${JSON.stringify(text)}; it is the "next" of the page before`);
  return { batch: Number(batch), subscriberId: Number(subscriberId) };
}
