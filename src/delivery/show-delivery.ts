import type { Db } from '../db.ts';
import { NotFound } from '../errors.ts';
import { audienceName, isPatronVariant } from './mails.ts';
import { selectDelivery } from './queries/deliveries.ts';

/**
 * What became of one edition for one address.
 * @throws NotFound
 */
export async function showDelivery(db: Db, editionId: number, address: string) {
  const row = await selectDelivery(db, editionId, address);
  if (row === undefined)
    throw new NotFound(`edition ${editionId} was not addressed to ${JSON.stringify(address)}`);
  const { state, attempt, revision, relay, reply, replyClass, reason, variant, dueAt, updatedAt } = row;
  return {
    editionId,
    address: row.address,
    state,
    attempts: attempt,
    /** Of the text it was offered in last; null before the first attempt. */
    revision: attempt > 0 || state === 'sent' ? revision : null,
    relay,
    reply,
    replyClass,
    reason,
    variant: audienceName(isPatronVariant(variant)),
    dueAt,
    updatedAt,
  };
}
