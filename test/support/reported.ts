import { sql } from 'kysely';
import { system } from '../../src/access/actor.ts';
import { approve } from '../../src/editions/approve.ts';
import { editEdition } from '../../src/editions/edit.ts';
import { launchEdition } from '../../src/editions/launch.ts';
import type { Services } from '../../src/services.ts';
import { assembleDigest } from './digest.ts';
import type { Relay } from './relay.ts';
import { deliverAll } from './send.ts';

let made = 0;

/** A digest of stories of its own, approved and launched; gives its id. */
export async function launchDigest(services: Services, subject = ''): Promise<number> {
  made += 1;
  const editionId = await assembleDigest(
    services,
    [1, 2, 3].map((number) => `Story ${number} of number ${made}`),
  );
  if (subject !== '') await editEdition(services.db, system, editionId, { subject });
  await approve(services, { editionId, actor: system });
  await launchEdition(services, { editionId, actor: system });
  return editionId;
}

/** The same, and delivered to all whom the relay takes. */
export async function sendDigest(services: Services, relay: Relay, subject = ''): Promise<number> {
  const editionId = await launchDigest(services, subject);
  await deliverAll(services, relay.url, editionId);
  return editionId;
}

/** The id of a subscriber. */
export async function idOf({ db }: Services, address: string): Promise<number> {
  const { id } = await db
    .selectFrom('subscribers')
    .select('id')
    .where('addressKey', '=', address)
    .executeTakeFirstOrThrow();
  return id;
}

/** The addresses of an edition's rows in a state, in order. */
export async function addressesIn({ db }: Services, editionId: number, state: string): Promise<string[]> {
  const { rows } = await sql<{ address: string }>`
    select address from deliveries where edition_id = ${editionId} and state = ${state}::delivery_state order by address`.execute(
    db,
  );
  return rows.map(({ address }) => address);
}
