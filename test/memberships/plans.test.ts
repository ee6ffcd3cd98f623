import assert from 'node:assert/strict';
import { it } from 'node:test';
import { settleOverdueCheckouts } from '../../src/memberships/checkouts/settle-overdue.ts';
import { finishTakeBacks } from '../../src/memberships/checkouts/take-back.ts';
import { finishDeclarations } from '../../src/memberships/declarations/finish.ts';
import { endGrace } from '../../src/memberships/dunning/end-grace.ts';
import { sendDueDunnings } from '../../src/memberships/dunning/send-due.ts';
import { deliverGifts } from '../../src/memberships/gifts/deliver-gifts.ts';
import { resumeDue } from '../../src/memberships/manage/resume-due.ts';
import { sendReceipts } from '../../src/memberships/notices/send-receipts.ts';
import { endWhatIsOver } from '../../src/memberships/notices/tend.ts';
import { refreshAudience } from '../../src/memberships/refresh-audience.ts';
import { hasStripeEventsDue } from '../../src/memberships/stripe/due.ts';
import type { Services } from '../../src/services.ts';
import { keepBallots } from '../../src/topics/ballots/by-the-clock.ts';
import { openNewsroom } from '../support/cast.ts';
import { addCrowd } from '../support/crowd.ts';
import { createTestServices } from '../support/services.ts';
import { startStripeSandbox } from '../support/stripe-sandbox.ts';

const rows = 10_000;
const sandbox = await startStripeSandbox();
const services = await createTestServices({ stripe: sandbox.config });
await addCrowd(services, await openNewsroom(services), 5_000);

/** Years of a newsroom that is not small, in which nothing is due. */
const years = [
  `insert into memberships (subscriber_id, rail, state, amount, currency, interval, since, until, settled_at, claimed_at, created_at)
    select (select min(id) from subscribers) + n / 2 - 1, case when n % 2 = 0 then 'stripe' else 'transfer' end, case when n % 5 = 0 then 'ended' else 'active' end, 800, 'eur',
      'month', now() - interval '1 year', case when n % 5 = 0 then now() - interval '1 day' when n % 2 = 1 then now() + interval '1 year' end,
      now() - interval '1 year', now(), now() - interval '1 year' from generate_series(2, ${rows}) n`,
  `insert into payments (subscriber_id, purpose, rail, membership_id, amount, currency, settled_at, created_at)
    select subscriber_id, 'membership', 'stripe', id, 800, 'eur', now() - n * interval '30 days', now() from memberships, generate_series(1, 3) n`,
  `insert into member_notices (key, at) select 'receipt:' || id, now() from payments`,
  `insert into dunnings (membership_id, stripe_invoice_id, amount, currency, began_at, grace_until, outcome, ended_at)
    select id, 'in_' || id, 800, 'eur', now() - interval '90 days', now() - interval '76 days', 'recovered', now() - interval '80 days' from memberships`,
  `insert into checkouts (purpose, browser_hash, amount, currency, state, expires_at, completed_at)
    select 'gift', '', 800, 'eur', 'completed', now() - interval '1 year', now() - interval '1 year' from generate_series(1, ${rows})`,
  `insert into tiers (slug, name) values ('coffee', 'Coffee')`,
  `insert into gifts (checkout_id, tier_id, months, deliver_on, state)
    select c.id, t.id, 3, current_date - 300, 'claimed' from checkouts c, tiers t`,
  `insert into declarations (kind, request_hash, address_hash, state)
    select 'cancel', int4send(n), '', 'done' from generate_series(1, ${rows}) n`,
  `insert into stripe_events (id, type, livemode, payload, created_at, state)
    select 'evt_' || n, 'invoice.paid', false, '{}', now(), 'applied' from generate_series(1, ${rows}) n`,
  'analyze',
];

const steps: Record<string, (services: Services, now: Date) => Promise<unknown>> = {
  receipts: sendReceipts,
  'failed payments': sendDueDunnings,
  'grace times': endGrace,
  resumptions: resumeDue,
  'what is over': endWhatIsOver,
  gifts: deliverGifts,
  'second memberships': finishTakeBacks,
  'old purchases': settleOverdueCheckouts,
  declarations: finishDeclarations,
  'Stripe events': ({ db }) => hasStripeEventsDue(db),
  ballots: keepBallots,
  'a change of a membership': ({ db }, now) =>
    db.transaction().execute(async (trx) => {
      const { id } = await trx.selectFrom('subscribers').select('id').limit(1).executeTakeFirstOrThrow();
      await refreshAudience(trx, id, now);
    }),
};

async function rowsRead(): Promise<number> {
  const { rows: found } = await services.pool.query<{ read: string }>(
    `select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) as read from pg_stat_user_tables where schemaname = 'public'`,
  );
  return Number(found[0]?.read ?? 0);
}

it('what is asked every five seconds, and at each change, reads no table through', async () => {
  for (const statement of years) await services.pool.query(statement);
  // One connection, whose counts are told at once.
  const flush = () => services.pool.query('select pg_stat_force_next_flush()');
  for (const [name, run] of Object.entries(steps)) {
    await flush();
    const before = await rowsRead();
    await run(services, new Date());
    await flush();
    const read = (await rowsRead()) - before;
    assert.ok(read < rows / 5, `${name} reads ${read} rows`);
  }
});
