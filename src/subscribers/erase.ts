import type { Actor } from '../access/actor.ts';
import { recordAudit } from '../access/audit.ts';
import { forgetAddress, suppress, withdraw } from '../delivery/suppress.ts';
import { NotFound } from '../errors.ts';
import type { Services } from '../services.ts';
import { parseAddress } from './address.ts';
import { deleteSubscriber, lockAddress, selectByKey } from './queries.ts';

/**
 * Erases a person: profile, proofs, events and mails. What stays is a keyed hash of the address, so that an
 * import cannot bring it back, and the counts.
 * @throws NotFound
 */
export async function eraseSubscriber({ db }: Services, actor: Actor, text: string): Promise<void> {
  const { key } = parseAddress(text);
  await db.transaction().execute(async (trx) => {
    await lockAddress(trx, key);
    const person = await selectByKey(trx, key);
    if (person === undefined) throw new NotFound(`nobody is kept under ${JSON.stringify(text)}`);
    const { id, addressHash } = person;
    await withdraw(trx, { subscriberId: id, newsletterId: null, reason: 'erased' });
    await suppress(trx, actor, { addressHash, address: null, reason: 'erased' });
    await forgetAddress(trx, addressHash);
    await deleteSubscriber(trx, id);
    await recordAudit(trx, actor, 'subscriber.erase', `subscriber:${id}`);
  });
}
