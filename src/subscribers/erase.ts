import type { Actor } from '../access/actor.ts';
import { recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import { describeHash, hashAddress } from '../address-hash.ts';
import type { Db } from '../db.ts';
import { forgetKept, readKept } from '../delivery/kept.ts';
import { suppress, withdraw } from '../delivery/suppress.ts';
import { NotFound } from '../errors.ts';
import { endSessionsOf } from '../http/sessions.ts';
import type { Services } from '../services.ts';
import { parseAddress } from './address.ts';
import type { KeptElsewhere, KeptSubject } from './kept-elsewhere.ts';
import { deleteSubscriber, lockAddress, lockSubscriber, selectByKey } from './queries/people.ts';
import { say } from './say.ts';

/**
 * Erases a person: profile, proofs, events and mails; also an address that stands in suppressions or service mails
 * only. What stays is a keyed hash of the address, so that an import cannot bring it back, and the counts.
 * @param elsewhere what other domains keep of people
 * @throws NotFound where the address stands nowhere; what stands against it elsewhere
 */
export async function eraseSubscriber(
  services: Services,
  actor: Actor,
  text: string,
  elsewhere: KeptElsewhere[] = [],
  now: Date = new Date(),
): Promise<void> {
  demand(actor, 'subscribers.change');
  const { db, config } = services;
  const { key } = parseAddress(text);
  const addressHash = hashAddress(config.suppressionKey, key);
  const before = { subscriberId: (await selectByKey(db, key))?.id ?? null, addressHash, addressKey: key };
  for (const one of elsewhere) await one.beforeErasure(services, before, now);
  await db.transaction().execute(async (trx) => {
    await lockAddress(trx, key);
    const subscriberId = (await lockSubscriber(trx, key))?.id ?? null;
    const kept = { subscriberId, addressHash, addressKey: key };
    if (subscriberId === null && !(await isKept(trx, kept, elsewhere)))
      throw new NotFound(say.nobodyKept(JSON.stringify(text)));
    // First, so that a launch in progress finds it: its rows may not be there yet to be withdrawn.
    await suppress(trx, actor, { addressHash, address: null, reason: 'erased' });
    for (const one of elsewhere) await one.forget(trx, kept, now);
    if (subscriberId !== null) await eraseProfile(trx, subscriberId);
    await forgetKept(trx, kept);
    const subject = subscriberId === null ? describeHash(addressHash) : `subscriber:${subscriberId}`;
    await recordAudit(trx, actor, 'subscriber.erase', subject);
  });
}

/** Whether anything tells who somebody is that is no subscriber. */
async function isKept(trx: Db, kept: KeptSubject, elsewhere: KeptElsewhere[]): Promise<boolean> {
  if ((await readKept(trx, kept)).isNamed) return true;
  for (const one of elsewhere) if ((await one.show(trx, kept)).length > 0) return true;
  return false;
}

async function eraseProfile(trx: Db, subscriberId: number): Promise<void> {
  await withdraw(trx, { subscriberId, newsletterId: null, reason: 'erased' });
  await endSessionsOf(trx, `subscriber:${subscriberId}`);
  await deleteSubscriber(trx, subscriberId);
}
