import { findSuppressions } from '../delivery/suppress.ts';
import type { Db } from '../db.ts';
import { NotFound } from '../errors.ts';
import { parseAddress } from './address.ts';
import { selectByKey, selectConsents, selectSubscriptions } from './queries.ts';

/**
 * All that is kept of a person: subscriptions, proofs, suppressions.
 * @throws NotFound
 */
export async function showSubscriber(db: Db, text: string) {
  const { key } = parseAddress(text);
  const person = await selectByKey(db, key);
  if (person === undefined) throw new NotFound(`nobody is kept under ${JSON.stringify(text)}`);
  const { id, address, name, language, timeZone, disposable, createdAt, addressHash } = person;
  const [subscriptions, consents, suppressions] = await Promise.all([
    selectSubscriptions(db, id),
    selectConsents(db, id),
    findSuppressions(db, addressHash),
  ]);
  return {
    id,
    address,
    name,
    language,
    timeZone,
    disposable,
    createdAt,
    subscriptions,
    consents,
    suppressions: suppressions.map(({ addressHash: _hash, ...rest }) => rest),
  };
}
