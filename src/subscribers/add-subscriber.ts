import { type Actor, describeActor } from '../access/actor.ts';
import { recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import { hashAddress } from '../address-hash.ts';
import type { Db } from '../db.ts';
import { findSuppressions } from '../delivery/suppress.ts';
import type { Services } from '../services.ts';
import { cleanLine } from '../text/clean-line.ts';
import { parseAddress } from './address.ts';
import { wordingVersion } from './consent.ts';
import { insertSubscriber, lockAddress, selectByKey } from './queries/people.ts';
import { confirmSubscriptions, insertConsents, selectSubscriptions } from './queries/subscriptions.ts';
import { readLanguage } from './read-values.ts';

export interface Addition {
  /** Who vouches that the person has agreed. */
  actor: Actor;
  address: string;
  name?: string;
  language?: string | null;
  newsletterIds: number[];
  /** How they know. */
  attestation: string;
  source: 'command-line' | 'import' | 'sample';
}

/** What came of it. A "no" that the person once said is never turned into a "yes". */
export type Added = 'added' | 'extended' | 'unchanged' | 'refused';

/**
 * Adds somebody who is known to have agreed; the attestation is kept as the proof, with who gave it. Newsletters
 * that the person has left stay left, and an address that may not be mailed stays so.
 * @throws InvalidInput for a wrong address or a language that does not exist
 */
export async function addSubscriber(
  services: Services,
  addition: Addition,
  now: Date = new Date(),
): Promise<Added> {
  demand(addition.actor, 'subscribers.change');
  const { address, key: addressKey, disposable } = parseAddress(addition.address);
  const addressHash = hashAddress(services.config.suppressionKey, addressKey);
  const name = cleanLine(addition.name ?? '', 100);
  const language = readLanguage(addition.language ?? '');
  const { newsletterIds, actor } = addition;
  return services.db.transaction().execute(async (trx) => {
    await lockAddress(trx, addressKey);
    const live = await findSuppressions(trx, addressHash);
    if (live.some(({ newsletterId }) => newsletterId === null)) return 'refused';
    const known = await selectByKey(trx, addressKey);
    const fresh = { address, addressKey, addressHash, disposable, name, language };
    const { id } = known ?? (await insertSubscriber(trx, fresh));
    const left = [...(await endedOf(trx, id)), ...live.map(({ newsletterId }) => newsletterId)];
    const wanted = newsletterIds.filter((newsletterId) => !left.includes(newsletterId));
    const confirmed = await confirmSubscriptions(trx, id, wanted, now);
    await keepProofs(trx, addition, id, confirmed, now);
    if (known !== undefined && confirmed.length === 0)
      return wanted.length < newsletterIds.length ? 'refused' : 'unchanged';
    await recordAudit(trx, actor, 'subscriber.add', `subscriber:${id}`, { newsletterIds: confirmed });
    return known === undefined ? 'added' : 'extended';
  });
}

async function endedOf(trx: Db, id: number): Promise<number[]> {
  const ended = (await selectSubscriptions(trx, id)).filter(({ state }) => state === 'ended');
  return ended.map(({ newsletterId }) => newsletterId);
}

async function keepProofs(
  trx: Db,
  { attestation: wording, source, actor }: Addition,
  subscriberId: number,
  newsletterIds: number[],
  at: Date,
): Promise<void> {
  const proof = {
    subscriberId,
    action: 'confirm',
    purpose: 'newsletter',
    wording,
    wordingVersion,
    source,
    at,
  };
  const evidence = { attestedBy: describeActor(actor) };
  await insertConsents(
    trx,
    newsletterIds.map((newsletterId) => ({ ...proof, newsletterId, evidence })),
  );
}
