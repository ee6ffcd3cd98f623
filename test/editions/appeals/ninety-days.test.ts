import assert from 'node:assert/strict';
import { it } from 'node:test';
import { sql } from 'kysely';
import { system } from '../../../src/access/actor.ts';
import { keepAppeals } from '../../../src/delivery/appeals.ts';
import { pruneHistory } from '../../../src/delivery/prune-history.ts';
import { launchEdition } from '../../../src/editions/launch.ts';
import { refreshAudience } from '../../../src/memberships/refresh-audience.ts';
import { addNewsletter } from '../../../src/publication/newsletters.ts';
import { setPublication } from '../../../src/publication/publication.ts';
import { approveAppeal, copyEdition } from '../../support/appeals.ts';
import { addReaders, openNewsroom } from '../../support/cast.ts';
import { createTestServices } from '../../support/services.ts';
import { isThorough } from '../../support/thorough.ts';

const services = await createTestServices();
const { db, config } = services;
config.keepDeliveriesDays = 4;
const daily = await openNewsroom(services);
const weekly = await addNewsletter(db, system, { slug: 'weekly', name: 'The Weekly Courier' });
const alerts = await addNewsletter(db, system, { slug: 'alerts', name: 'Alerts' });
const readers = 40;
// On each third day something happens, which is enough to ask too often; on each day where it is thorough.
const everyDays = isThorough ? 1 : 3;
await addReaders(services, daily, readers);
await sql`insert into subscriptions (subscriber_id, newsletter_id, state, confirmed_at)
  select subscriber_id, n.id, 'confirmed', now() from subscriptions s, newsletters n
  where n.slug <> 'daily' and (s.subscriber_id + n.id) % 3 <> 0`.execute(db);
const original = await approveAppeal(services, daily, 'a');
const [cap, days] = [3, 14];
await setPublication(db, system, { appeals: { cap, days, holdback: 10 } });

const hour = 3_600_000;
const day = 24 * hour;
const began = Date.UTC(2026, 7, 1, 6);
const at = (time: number): Date => new Date(time);
// The same numbers each time: what fails can be looked at again.
let seed = 20_261_128;
const random = (): number => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return seed / 2_147_483_648;
};
const anyReader = (): number => 1 + Math.floor(random() * readers);

/** When somebody may last have given, failed or left, and from when to when they were a patron, told apart from the tables. */
const quietUntil = new Map<number, number>();
const patronUntil = new Map<number, number>();
/** When an appeal may have come to a reader: at the earliest and at the latest. */
const reached = new Map<number, Array<{ from: number; to: number }>>();
const open: Array<{ editionId: number; launched: number; ends: number }> = [];

async function launchAt(now: number, newsletters: number[]): Promise<void> {
  const editions = await Promise.all(newsletters.map((id) => copyEdition(db, original, id)));
  await Promise.all(
    editions.map((editionId) => launchEdition(services, { editionId, actor: system }, at(now))),
  );
  for (const editionId of editions) {
    await sql`update sends set launched_at = ${at(now)}, expires_at = ${at(now + day)} where edition_id = ${editionId}`.execute(
      db,
    );
    const asked = await db
      .selectFrom('deliveries')
      .select('subscriberId')
      .where('editionId', '=', editionId)
      .where('appealDecision', '=', 'shown')
      .execute();
    for (const { subscriberId } of asked) {
      assert.ok(now >= (quietUntil.get(subscriberId) ?? 0), `${subscriberId} was asked in a time of silence`);
      assert.ok(now >= (patronUntil.get(subscriberId) ?? 0), `${subscriberId} was asked and is a patron`);
    }
    open.push({ editionId, launched: now, ends: now + random() * 20 * hour });
  }
}

/** What becomes of the rows of sends whose time is over: most are sent, some are not, and a few sends are cancelled. */
async function endSends(now: number): Promise<void> {
  for (const send of open.filter(({ ends }) => ends <= now)) {
    open.splice(open.indexOf(send), 1);
    const { editionId, launched, ends } = send;
    const cancelled = random() < 0.1;
    await sql`update deliveries set state = (case when ${cancelled}::boolean and subscriber_id % 2 = 0 then 'cancelled'
        when (subscriber_id + edition_id) % 17 = 0 then 'failed' when (subscriber_id + edition_id) % 19 = 0 then 'uncertain'
        else 'sent' end)::delivery_state where edition_id = ${editionId} and state = 'waiting'`.execute(db);
    await sql`update delivery_batches set finished_at = ${at(ends)} where edition_id = ${editionId}`.execute(
      db,
    );
    await sql`update sends set state = ${cancelled ? 'cancelled' : 'finished'}, finished_at = ${at(ends)}
      where edition_id = ${editionId}`.execute(db);
    const rows = await db
      .selectFrom('deliveries')
      .select('subscriberId')
      .where('editionId', '=', editionId)
      .where('appealDecision', '=', 'shown')
      .where(sql<boolean>`state in ('sent', 'uncertain') and variant & 2 = 2`)
      .execute();
    for (const { subscriberId } of rows)
      reached.set(subscriberId, [...(reached.get(subscriberId) ?? []), { from: launched, to: ends }]);
  }
}

/** Somebody gives once, becomes a patron, fails to pay, or leaves. */
async function live(now: number): Promise<void> {
  const subscriberId = anyReader();
  const kind = Math.floor(random() * 4);
  const silent = now + 30 * day;
  await db.transaction().execute(async (trx) => {
    if (kind === 0) {
      const values = { purpose: 'contribution', rail: 'stripe', subscriberId, amount: 500, currency: 'eur' };
      await trx
        .insertInto('payments')
        .values({ ...values, settledAt: at(now) })
        .execute();
      quietUntil.set(subscriberId, Math.max(silent, quietUntil.get(subscriberId) ?? 0));
    } else {
      const until = now + Math.floor(random() * 20 * day);
      const values = { rail: 'stripe', subscriberId, state: 'active', since: at(now), until: at(until) };
      const cancelled = kind === 2 ? { cancelledAt: at(now) } : {};
      const { id } = await trx
        .insertInto('memberships')
        .values({ ...values, ...cancelled })
        .returning('id')
        .executeTakeFirstOrThrow();
      patronUntil.set(subscriberId, Math.max(until, patronUntil.get(subscriberId) ?? 0));
      if (kind === 3)
        await trx
          .insertInto('dunnings')
          .values({
            membershipId: id,
            stripeInvoiceId: `in_${id}`,
            amount: 300,
            currency: 'eur',
            beganAt: at(now),
            graceUntil: at(until),
            outcome: 'recovered',
          })
          .execute();
      if (kind === 3 || kind === 2)
        quietUntil.set(subscriberId, Math.max(silent, quietUntil.get(subscriberId) ?? 0));
    }
    await refreshAudience(trx, subscriberId, at(now));
  });
  // Written in the past as well, so that a launch does not take them for what came while it was frozen.
  await sql`update memberships set updated_at = ${at(now)}`.execute(db);
  await sql`update payments set created_at = ${at(now)}`.execute(db);
}

it('ninety days of three newsletters never ask a reader more than three times in fourteen days', async () => {
  for (let today = 0; today < 90; today += everyDays) {
    const morning = began + today * day;
    await endSends(morning);
    if (random() < 0.8) await keepAppeals(services);
    // Whatever else it does in such a hurry, it leaves the rows that the cap still needs.
    if (today % 9 === 6) await pruneHistory(services, new AbortController().signal, at(morning));
    await live(morning);
    const also = today % 7 === 5 ? [weekly.id] : [];
    await launchAt(morning + 60_000, [daily.id, ...also, ...(random() < 0.2 ? [alerts.id] : [])]);
    if (random() < 0.5) await live(morning + hour);
    if (random() < 0.4) await launchAt(morning + 10 * hour, [alerts.id]);
    await endSends(morning + 12 * hour);
  }
  let most = 0;
  for (const [subscriberId, appeals] of reached)
    for (const { to } of appeals) {
      // As many as may have come within fourteen days from the latest that this one may have.
      const within = appeals.filter((other) => other.from <= to + days * day && other.to >= to);
      most = Math.max(most, within.length);
      assert.ok(within.length <= cap, `${subscriberId} was asked ${within.length} times`);
    }
  assert.equal(most, cap, 'and the cap was reached');
  const held = await sql<{ readers: number; always: number }>`
    select count(*) as readers from subscribers where id in (
      select d.subscriber_id from deliveries d where d.appeal_decision = 'held-back')`.execute(db);
  assert.ok((held.rows[0]?.readers ?? 0) < readers / 2);
  assert.ok(reached.size > readers / 2, `${reached.size} of ${readers} were asked at all`);
});
