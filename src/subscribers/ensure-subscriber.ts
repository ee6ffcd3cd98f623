import { hashAddress } from '../address-hash.ts';
import type { Db } from '../db.ts';
import type { Services } from '../services.ts';
import { parseAddress } from './address.ts';
import { insertSubscriber, lockAddress, selectByKey } from './queries/people.ts';

/**
 * Who has proved to read an address: the subscriber it belongs to as they are, or a new one, without a name and with no
 * newsletter. In the caller's transaction, which holds the address until it ends.
 * @throws InvalidInput for a wrong address
 */
export async function ensureSubscriber(
  trx: Db,
  { config }: Services,
  text: string,
  language: string,
): Promise<number> {
  const { address, key, disposable } = parseAddress(text);
  await lockAddress(trx, key);
  const known = await selectByKey(trx, key);
  if (known !== undefined) return known.id;
  const addressHash = hashAddress(config.suppressionKey, key);
  const fresh = { address, addressKey: key, addressHash, disposable, name: '', language };
  return (await insertSubscriber(trx, fresh)).id;
}
