import type { Actor } from '../access/actor.ts';
import { changeOf, recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import { describeHash, hashAddress } from '../address-hash.ts';
import type { Db } from '../db.ts';
import { findSuppressions, type Stream, suppress, withdraw } from '../delivery/suppress.ts';
import type { Services } from '../services.ts';
import { parseAddress } from './address.ts';
import { lockAddress, selectByKey } from './queries/people.ts';

/**
 * Sends nothing more of these streams to an address, at once: what is being sent to it is withdrawn too. What was
 * stopped before stays stopped.
 * @returns the address as it is kept
 * @throws InvalidInput for a wrong address
 */
export async function suppressAddress(
  { db, config }: Services,
  actor: Actor,
  text: string,
  streams: Stream[],
): Promise<string> {
  demand(actor, 'subscribers.change');
  const { address, key } = parseAddress(text);
  const addressHash = hashAddress(config.suppressionKey, key);
  await db.transaction().execute(async (trx) => {
    await lockAddress(trx, key);
    const before = await streamsByHand(trx, addressHash);
    await suppress(trx, actor, { addressHash, address, reason: 'manual', streams });
    const person = await selectByKey(trx, key);
    if (person !== undefined && streams.includes('bulk'))
      await withdraw(trx, { subscriberId: person.id, newsletterId: null, reason: 'manual' });
    const change = changeOf(before, (await streamsByHand(trx, addressHash)) ?? { streams });
    await recordAudit(trx, actor, 'suppression.add', describeHash(addressHash), { streams }, change);
  });
  return address;
}

/** What staff have stopped for an address; null where that is nothing. */
async function streamsByHand(trx: Db, addressHash: Buffer): Promise<{ streams: string[] } | null> {
  const known = (await findSuppressions(trx, addressHash)).find(({ reason }) => reason === 'manual');
  return known === undefined ? null : { streams: known.streams };
}
