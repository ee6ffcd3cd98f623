import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import { system } from '../../../src/access/actor.ts';
import { keepAppeals } from '../../../src/delivery/appeals.ts';
import { appealEffect } from '../../../src/editions/appeals/effect.ts';
import { difference, wilson } from '../../../src/editions/appeals/interval.ts';
import { launchEdition } from '../../../src/editions/launch.ts';
import { setPublication } from '../../../src/publication/publication.ts';
import { approveAppeal, copyEdition } from '../../support/appeals.ts';
import { addReaders, openNewsroom } from '../../support/cast.ts';
import { commandFor } from '../../support/command.ts';
import { addCrowd } from '../../support/crowd.ts';
import { createTestServices } from '../../support/services.ts';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);
await addReaders(services, daily, 1);
await addCrowd(services, daily, 800);
const original = await approveAppeal(services, daily, 'a');
await setPublication(db, system, { appeals: { holdback: 50, campaign: 'test', cap: 9 } });

describe('what asking brings', () => {
  it('has the intervals that are printed in the literature', () => {
    const rounded = ({ low, high }: { low: number; high: number }): string =>
      `${low.toFixed(4)} ${high.toFixed(4)}`;
    // Newcombe (1998), Interval estimation for the difference …, table II: 56/70 and 48/80, 9/10 and 3/10, 10/10 and 0/10.
    assert.equal(rounded(difference(wilson(56, 70), wilson(48, 80))), '0.0524 0.3339');
    assert.equal(rounded(difference(wilson(9, 10), wilson(3, 10))), '0.1705 0.8090');
    assert.equal(rounded(difference(wilson(10, 10), wilson(0, 10))), '0.6075 1.0000');
    assert.equal(rounded(wilson(0, 0)), '0.0000 1.0000');
  });

  it('is how many more give of those asked than of those held back, by whichever mail they came', async () => {
    const editionId = await copyEdition(db, original, daily.id);
    await launchEdition(services, { editionId, actor: system });
    const give = (decision: string, count: number, after: string, edition: number | null) =>
      sql`
      insert into payments (purpose, rail, subscriber_id, amount, currency, settled_at, edition_id)
      select 'contribution', 'stripe', subscriber_id, 500, 'eur', now() + ${after}::interval, ${edition}::bigint
      from deliveries where edition_id = ${editionId} and appeal_decision = ${decision}
      order by subscriber_id limit ${count}`.execute(db);
    await give('shown', 40, '2 days', editionId);
    // The same people again, which is not two who gave.
    await give('shown', 20, '3 days', null);
    await give('held-back', 10, '2 days', null);
    await give('held-back', 30, '40 days', null);
    const effect = await appealEffect(db, { editionId, days: 30 });
    const { shown, heldBack } = effect;
    assert.deepEqual([shown.gave, shown.traced, heldBack.gave, heldBack.traced], [40, 40, 10, 0]);
    assert.equal(shown.readers + heldBack.readers, 801);
    assert.ok(Math.abs(effect.difference.share - (40 / shown.readers - 10 / heldBack.readers)) < 1e-12);
    assert.ok(effect.difference.low > 0 && effect.difference.high < 0.15);
    assert.equal(effect.isComplete, false);
    await sql`update deliveries set state = 'sent' where edition_id = ${editionId}`.execute(db);
    await sql`update sends set state = 'finished', finished_at = now() where edition_id = ${editionId}`.execute(
      db,
    );
    await keepAppeals(services);
    await sql`delete from deliveries where edition_id = ${editionId}`.execute(db);
    assert.deepEqual(await appealEffect(db, { since: new Date(0), days: 30 }), effect);
    await assert.rejects(appealEffect(db, { editionId: original, days: 30 }), /asked nobody/);
  });

  it('is printed, and so are the decisions of an edition and the reason for one of them', async () => {
    const broadsheet = commandFor(services);
    const { id } = await db.selectFrom('sends').select('editionId as id').executeTakeFirstOrThrow();
    const effect = await broadsheet('editions', 'appeal-effect', '--since', '2026-01-01', '--json');
    assert.equal(JSON.parse(effect.stdout).shown.gave, 40);
    const neither = await broadsheet('editions', 'appeal-effect');
    assert.match(neither.stderr, /name an edition, or --since/);
    const told = await broadsheet('editions', 'appeal-effect', String(id));
    assert.match(told.stdout, /held back +\d+ +10 +0/);
    const second = await copyEdition(db, original, daily.id);
    await launchEdition(services, { editionId: second, actor: system });
    const counted = await broadsheet('editions', 'appeals', String(id), '--json');
    assert.equal(
      Object.values(JSON.parse(counted.stdout).decisions as Record<string, number>).reduce((a, b) => a + b),
      801,
    );
    const explained = await broadsheet('deliveries', 'explain', String(second), 'reader1@readers.example');
    assert.match(explained.stdout, /reader1@readers.example was (not )?asked: /);
    const shown = await broadsheet('deliveries', 'show', String(second), 'reader1@readers.example');
    assert.match(shown.stdout, /appealDecision +(shown|held-back|recent-gift)/);
  });
});
