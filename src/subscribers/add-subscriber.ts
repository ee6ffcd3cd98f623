import { hashAddress } from '../address-hash.ts';
import { findSuppressions } from '../delivery/suppress.ts';
import type { Services } from '../services.ts';
import { cleanLine } from '../text/clean-line.ts';
import { parseAddress } from './address.ts';
import { wordingVersion } from './consent.ts';
import {
  confirmSubscriptions,
  insertConsents,
  insertSubscriber,
  lockAddress,
  selectByKey,
  selectSubscriptions,
} from './queries.ts';

export interface Addition {
  address: string;
  name?: string;
  language?: string | null;
  newsletterIds: number[];
  /** Who vouches that the person has agreed, and how they know. */
  attestation: string;
  source: 'command-line' | 'import' | 'sample';
}

/** What came of it. A "no" that the person once said is never turned into a "yes". */
export type Added = 'added' | 'extended' | 'unchanged' | 'refused';

/**
 * Adds somebody who is known to have agreed; the attestation is kept as the proof. Newsletters that the person
 * has left stay left, and an address that may not be mailed stays so.
 * @throws InvalidInput for a wrong address
 */
export async function addSubscriber(
  services: Services,
  addition: Addition,
  now: Date = new Date(),
): Promise<Added> {
  const parsed = parseAddress(addition.address);
  const addressHash = hashAddress(services.config.suppressionKey, parsed.key);
  return services.db.transaction().execute(async (trx) => {
    await lockAddress(trx, parsed.key);
    const live = await findSuppressions(trx, addressHash);
    if (live.some(({ newsletterId }) => newsletterId === null)) return 'refused';
    const known = await selectByKey(trx, parsed.key);
    const { address, key: addressKey, disposable } = parsed;
    const fresh = {
      address,
      addressKey,
      addressHash,
      disposable,
      name: cleanLine(addition.name ?? '', 100),
      language: addition.language ?? null,
    };
    const person = known ?? (await insertSubscriber(trx, fresh));
    const ended = (await selectSubscriptions(trx, person.id))
      .filter(({ state }) => state === 'ended')
      .map(({ newsletterId }) => newsletterId);
    const left = [...ended, ...live.map(({ newsletterId }) => newsletterId)];
    const wanted = addition.newsletterIds.filter((id) => !left.includes(id));
    const confirmed = await confirmSubscriptions(trx, person.id, wanted, now);
    const { attestation: wording, source } = addition;
    const proof = {
      subscriberId: person.id,
      action: 'confirm',
      purpose: 'newsletter',
      wording,
      wordingVersion,
      source,
      at: now,
    };
    await insertConsents(
      trx,
      confirmed.map((newsletterId) => ({ ...proof, newsletterId })),
    );
    if (known === undefined) return 'added';
    if (confirmed.length > 0) return 'extended';
    return wanted.length < addition.newsletterIds.length ? 'refused' : 'unchanged';
  });
}
