import { hashAddress } from '../../src/address-hash.ts';
import { openSession } from '../../src/http/sessions.ts';
import type { Services } from '../../src/services.ts';
import { parseAddress } from '../../src/subscribers/address.ts';
import { system } from '../../src/access/actor.ts';
import { addTier, listTiers, type Tier } from '../../src/memberships/tiers.ts';

const eur = (interval: 'month' | 'year', amount: number) => ({
  currency: 'eur',
  interval,
  amount,
  minimum: 300,
});

/** Three tiers in euro, yearly at ten months. */
export async function addTestTiers({ db }: Services): Promise<Tier[]> {
  for (const [position, [slug, name, amount]] of (
    [
      ['coffee', 'A coffee a month', 300],
      ['breakfast', 'Breakfast', 800],
      ['table', 'Editor’s table', 2500],
    ] as const
  ).entries()) {
    const prices = [eur('month', amount), eur('year', amount * 10)];
    await addTier(db, system, { slug, name, position, standfirst: `${name}, for all.`, prices });
  }
  return listTiers(db);
}

/** The cookie of a new session of a subscriber. */
export async function sessionOf(services: Services, id: number): Promise<{ cookie: string }> {
  let cookie = '';
  const response = { cookie: (name: string, value: string) => void (cookie = `${name}=${value}`) };
  await openSession(services, response as never, `subscriber:${id}`);
  return { cookie };
}

/** The id of a subscriber. */
export async function subscriberId({ db, config }: Services, address: string): Promise<number> {
  const { id } = await db
    .selectFrom('subscribers')
    .select('id')
    .where('addressHash', '=', hashAddress(config.suppressionKey, parseAddress(address).key))
    .executeTakeFirstOrThrow();
  return id;
}
