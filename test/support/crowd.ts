import { sql } from 'kysely';
import { hashAddress } from '../../src/address-hash.ts';
import type { Newsletter } from '../../src/publication/newsletters.ts';
import type { Services } from '../../src/services.ts';

const chunk = 10_000;

/** Many readers who have confirmed a newsletter, by a statement for ten thousand of them. */
export async function addCrowd({ db, config }: Services, { id }: Newsletter, count: number): Promise<void> {
  for (let from = 0; from < count; from += chunk) {
    const numbers = Array.from({ length: Math.min(chunk, count - from) }, (_, index) => from + index);
    const addresses = numbers.map((number) => `crowd${number}@readers.example`);
    const hashes = addresses.map((address) => hashAddress(config.suppressionKey, address).toString('hex'));
    await sql`
      with people as (
        insert into subscribers (address, address_key, address_hash, name)
        select address, address, decode(hash, 'hex'), 'Reader ' || address
        from unnest(${addresses}::text[], ${hashes}::text[]) as given (address, hash) returning id
      )
      insert into subscriptions (subscriber_id, newsletter_id, state, confirmed_at)
      select id, ${id}, 'confirmed', now() from people`.execute(db);
  }
  await sql`analyze subscribers, subscriptions`.execute(db);
}
