import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import { system } from '../../../src/access/actor.ts';
import { keepAppeals } from '../../../src/delivery/appeals.ts';
import { cancelSend } from '../../../src/delivery/control.ts';
import { countDecisions } from '../../../src/editions/appeals/effect.ts';
import { launchEdition } from '../../../src/editions/launch.ts';
import { setNewsletter } from '../../../src/publication/newsletters.ts';
import { setPublication } from '../../../src/publication/publication.ts';
import { approveAppeal, copyEdition, decisionsOf } from '../../support/appeals.ts';
import { addReaders, openNewsroom } from '../../support/cast.ts';
import { addPatron } from '../../support/patrons.ts';
import { createTestServices } from '../../support/services.ts';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);
await addReaders(services, daily, 9);
const original = await approveAppeal(services, daily, 'a');
const day = 24 * 3_600_000;
const now = new Date();
const ago = (days: number): Date => new Date(now.getTime() - days * day);
const launch = async (from = original): Promise<number> => {
  const editionId = await copyEdition(db, from, daily.id);
  await launchEdition(services, { editionId, actor: system }, now);
  return editionId;
};
const end = (editionId: number) =>
  sql`update deliveries set state = 'sent' where edition_id = ${editionId}`
    .execute(db)
    .then(() =>
      sql`update sends set state = 'finished', finished_at = now() where edition_id = ${editionId}`.execute(
        db,
      ),
    );
const idOf = (reader: number) =>
  sql<number>`(select id from subscribers where address_key = ${`reader${reader}@readers.example`})`;
const paid = (reader: number, purpose: 'contribution' | 'gift' | 'membership', days: number) =>
  db
    .insertInto('payments')
    .values({
      purpose,
      rail: 'transfer',
      subscriberId: idOf(reader),
      amount: 500,
      currency: 'eur',
      settledAt: ago(days),
    })
    .execute();

describe('an appeal', () => {
  it('is not shown to those who give, gave, failed to pay or have left lately; and is to all others', async () => {
    await addPatron(db, 'reader1@readers.example');
    await addPatron(db, 'reader2@readers.example', { state: 'paused', until: ago(1) });
    await paid(3, 'contribution', 29);
    await paid(4, 'gift', 31);
    const failing = await addPatron(db, 'reader5@readers.example', { since: ago(90), until: ago(60) });
    await db
      .insertInto('dunnings')
      .values({
        membershipId: failing,
        stripeInvoiceId: 'in_1',
        amount: 300,
        currency: 'eur',
        beganAt: ago(20),
        graceUntil: ago(6),
        outcome: 'lost',
      })
      .execute();
    await addPatron(db, 'reader6@readers.example', {
      state: 'ended',
      until: ago(2),
      cancelledAt: ago(29),
      endedAt: ago(2),
    });
    await addPatron(db, 'reader7@readers.example', { state: 'ended', until: ago(40), endedAt: ago(40) });
    // Not paid yet, and so no patron.
    await addPatron(db, 'reader8@readers.example', { state: 'incomplete', since: null });
    // Bought without a sign-in, and not claimed yet.
    const unclaimed = await addPatron(db, 'reader9@readers.example');
    await db
      .updateTable('memberships')
      .set({
        subscriberId: null,
        claimedAt: null,
        claimAddressHash: sql`(select address_hash from subscribers where id = ${idOf(9)})`,
      })
      .where('id', '=', unclaimed)
      .execute();
    const editionId = await launch();
    assert.deepEqual(await decisionsOf(db, editionId), {
      reader1: 'patron',
      reader2: 'patron',
      reader3: 'recent-gift',
      reader4: 'shown',
      reader5: 'recent-failure',
      reader6: 'recent-cancellation',
      reader7: 'shown',
      reader8: 'shown',
      reader9: 'patron',
    });
    assert.deepEqual(await countDecisions(db, editionId), {
      patron: 3,
      'recent-gift': 1,
      'recent-failure': 1,
      'recent-cancellation': 1,
      shown: 3,
    });
    await cancelSend(services, editionId, system);
    await db.deleteFrom('memberships').where('id', '=', unclaimed).execute();
  });

  it('is shown three times in fourteen days, whatever became of the sends’ detail', async () => {
    const shown = async (): Promise<string | null | undefined> =>
      (await decisionsOf(db, await launch()))['reader9'];
    const first = await launch();
    await end(first);
    const second = await launch();
    await end(second);
    await keepAppeals(services);
    await sql`delete from deliveries where edition_id = ${first}`.execute(db);
    assert.equal(await shown(), 'shown');
    assert.equal(await shown(), 'cap');
    await sql`update sends set finished_at = now() - interval '15 days' where edition_id = ${second}`.execute(
      db,
    );
    assert.equal(await shown(), 'shown');
    assert.equal(await shown(), 'cap');
  });

  it('counts where it may have been seen, and not where the mail certainly did not come', async () => {
    await setPublication(db, system, { appeals: { cap: 100 } });
    const editionId = await launch();
    await sql`update deliveries set state = 'failed' where edition_id = ${editionId} and subscriber_id = ${idOf(9)}`.execute(
      db,
    );
    await sql`update deliveries set state = 'uncertain' where edition_id = ${editionId} and subscriber_id = ${idOf(8)}`.execute(
      db,
    );
    const { rows } = await sql<{ cap: number }>`select count(*) as cap from deliveries
      where appeal_decision = 'shown' and state not in ('failed', 'cancelled') and subscriber_id = ${idOf(8)}`.execute(
      db,
    );
    // One of the sends ended 15 days ago, and of another the detail is gone.
    await setPublication(db, system, { appeals: { cap: rows[0]?.cap ?? 0 } });
    const decided = await decisionsOf(db, await launch());
    assert.deepEqual([decided['reader8'], decided['reader9']], ['cap', 'shown']);
    await setPublication(db, system, { appeals: { cap: 0 } });
    assert.equal((await decisionsOf(db, await launch()))['reader9'], 'cap');
    await setPublication(db, system, { appeals: { cap: 100 } });
  });

  it('is in no edition whose lead carries a quiet tag, of the publication or of the newsletter', async () => {
    const lead = sql`blocks #>> '{0,article,category}'`;
    const { rows } = await sql<{
      category: string;
    }>`select ${lead} as category from editions where id = ${original}`.execute(db);
    await setPublication(db, system, { appeals: { quietTags: [String(rows[0]?.category).toUpperCase()] } });
    assert.equal((await decisionsOf(db, await launch()))['reader9'], 'quiet-edition');
    await setPublication(db, system, { appeals: { quietTags: [] } });
    assert.equal((await decisionsOf(db, await launch()))['reader9'], 'shown');
    await sql`update articles set categories = categories || '{Killed}'`.execute(db);
    await setNewsletter(db, system, daily.slug, { quietTags: ['killed'] });
    const editionId = await launch();
    assert.equal((await decisionsOf(db, editionId))['reader9'], 'quiet-edition');
    const { rows: variants } = await sql<{
      variant: number;
    }>`select distinct variant from deliveries where edition_id = ${editionId} order by 1`.execute(db);
    assert.deepEqual(
      variants.map(({ variant }) => variant),
      [0, 1],
    );
    await setNewsletter(db, system, daily.slug, { quietTags: [] });
  });

  it('keeps what else was set where one setting is changed', async () => {
    const { appeals } = await setPublication(db, system, { appeals: { days: 7 } });
    assert.deepEqual([appeals.cap, appeals.days, appeals.holdback], [100, 7, 0]);
    await assert.rejects(
      setPublication(db, system, { appeals: { days: 91 } }),
      /appeals.days: 91 is too many days/,
    );
  });

  it('waits for another launch that asks: two at once do not both ask a reader for the last time', async () => {
    await setPublication(db, system, { appeals: { cap: 1, days: 14 } });
    await sql`update sends set finished_at = now() - interval '30 days', state = 'finished'`.execute(db);
    const editions: number[] = [];
    // One after the other: each takes the newsletter's next number.
    for (let copy = 1; copy <= 4; copy += 1) editions.push(await copyEdition(db, original, daily.id));
    await Promise.all(
      editions.map((editionId) => launchEdition(services, { editionId, actor: system }, now)),
    );
    const decisions = await Promise.all(editions.map((editionId) => decisionsOf(db, editionId)));
    for (const reader of ['reader4', 'reader8', 'reader9'])
      assert.deepEqual(decisions.map((decided) => String(decided[reader])).toSorted(), [
        'cap',
        'cap',
        'cap',
        'shown',
      ]);
  });
});
