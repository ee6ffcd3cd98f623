import assert from 'node:assert/strict';
import { it } from 'node:test';
import { sql } from 'kysely';
import { system } from '../../src/access/actor.ts';
import { readBalance } from '../../src/delivery/balance.ts';
import { approve } from '../../src/editions/approve.ts';
import { assemble } from '../../src/editions/assemble.ts';
import { launchEdition } from '../../src/editions/launch.ts';
import { setRules } from '../../src/editions/rules.ts';
import { setPublication } from '../../src/publication/publication.ts';
import { writeArticles } from '../support/articles.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { startRelay } from '../support/relay.ts';
import { deliverAll, launchTestSend } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';

const services = await createTestServices();
const { db } = services;

it('an edition of a newsletter that is complained about is stopped at its launch, before the first mail', async () => {
  const daily = await openNewsroom(services);
  await addReaders(services, daily, 4);
  await setRules(db, system, daily.id, { minArticles: 1 });
  await setPublication(db, system, { stopLimits: { leastHandedOver: 4 } });
  const relay = await startRelay();
  const before = await launchTestSend(services, daily);
  await deliverAll(services, relay.url, before);
  await sql`insert into events (kind, subscriber_id, edition_id)
    select 'complained', subscriber_id, edition_id from deliveries where edition_id = ${before} limit 1`.execute(
    db,
  );
  await writeArticles(db, 2, 'a');
  const made = await assemble(services, { newsletterId: daily.id, cause: 'person', actor: system });
  const editionId = made?.editionId ?? 0;
  await approve(services, { editionId, actor: system });
  await launchEdition(services, { editionId, actor: system });
  await deliverAll(services, relay.url, editionId);
  const { state, reason, sent } = await readBalance(db, editionId);
  assert.deepEqual([state, sent, relay.received.length], ['paused', 0, 4]);
  assert.match(reason ?? '', /complaints: 1 of 4 handed over by its newsletter in 7 days/);
});
