import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Membership } from '../../src/memberships/membership.ts';
import {
  noteFailedPayment,
  noteLostInvoice,
  noteSettledInvoice,
} from '../../src/memberships/dunning/note.ts';
import { readFailedPayments } from '../../src/memberships/dunning/report.ts';
import { sendDueDunnings } from '../../src/memberships/dunning/send-due.ts';
import { isPatron } from '../../src/memberships/entitlements.ts';
import { updateMode } from '../../src/memberships/queries/modes.ts';
import { updateMembership } from '../../src/memberships/queries/memberships.ts';
import { openNewsroom } from '../support/cast.ts';
import { linkIn, sendAndRead } from '../support/mails.ts';
import { addMember, addTiers, queuedMails } from '../support/members.ts';
import { startRelay } from '../support/relay.ts';
import { createTestServices } from '../support/services.ts';
import { startWeb } from '../support/web.ts';

const services = await createTestServices();
const { db } = services;
await openNewsroom(services);
const { breakfast } = await addTiers(services);

const begin = new Date();
const dayMs = 86_400_000;
const after = (days: number): Date => new Date(begin.getTime() + days * dayMs);

let failures = 0;

interface Failure {
  needsAction?: boolean;
  failedAt?: Date;
  heardAt?: Date;
}

/** Somebody whose payment fails now, and whose rights last as long as the grace time. */
async function fail(name: string, { needsAction = false, failedAt = begin, heardAt = begin }: Failure = {}) {
  failures += 1;
  const invoiceId = `in_${failures}`;
  const address = `${name}@readers.example`;
  const member = await addMember(services, { address, tierId: breakfast, state: 'past-due' }, begin);
  const failed = { membershipId: member.id, invoiceId, amount: 800, currency: 'eur', needsAction, failedAt };
  await db.transaction().execute((trx) => noteFailedPayment(trx, failed, heardAt));
  const { id, graceUntil } = await db
    .selectFrom('dunnings')
    .select(['id', 'graceUntil'])
    .where('stripeInvoiceId', '=', invoiceId)
    .executeTakeFirstOrThrow();
  await updateMembership(db, member.id, { until: graceUntil });
  return { member, invoiceId, dunningId: id, graceUntil };
}

const settle = (member: Membership, invoiceId: string, now: Date): Promise<void> =>
  db.transaction().execute((trx) => noteSettledInvoice(trx, { invoiceId, membershipId: member.id }, now));

/** Which steps were queued, in their order. */
const steps = async (dunningId: number): Promise<string[]> =>
  (await queuedMails(services, `dunning:${dunningId}:%`)).map((key) => key.split(':')[2] ?? '');

describe('a payment that failed', () => {
  it('is told of at once, on day 3, on day 7 and on the day before the end, each once', async () => {
    const { dunningId, graceUntil } = await fail('series');
    assert.equal(graceUntil.getTime(), after(14).getTime());
    const told: Array<[number, number]> = [];
    for (let hours = 0; hours <= 14 * 24; hours += 6) {
      const before = (await steps(dunningId)).length;
      await sendDueDunnings(services, after(hours / 24));
      const now = (await steps(dunningId)).length;
      if (now > before) told.push([hours / 24, now - before]);
    }
    assert.deepEqual(told, [
      [0, 1],
      [3, 1],
      [7, 1],
      [13, 1],
    ]);
    assert.deepEqual(await steps(dunningId), ['1', '2', '3', '4']);
  });

  it('leaves the rights as they are until the grace time is over, and not a moment longer', async () => {
    const { member, graceUntil } = await fail('grace');
    const id = member.subscriberId ?? 0;
    assert.equal(await isPatron(db, id, new Date(graceUntil.getTime() - 1)), true);
    assert.equal(await isPatron(db, id, graceUntil), false);
  });

  it('is told of once by two workers that sweep at the same time', async () => {
    const { dunningId } = await fail('two-workers');
    await Promise.all(Array.from({ length: 8 }, () => sendDueDunnings(services, begin)));
    assert.deepEqual(await steps(dunningId), ['1']);
  });

  it('waits for somebody to write as, and is told of then', async () => {
    const { dunningId } = await fail('vlad');
    const { id: _id, ...sender } = await db.selectFrom('senders').selectAll().executeTakeFirstOrThrow();
    await db.deleteFrom('senders').execute();
    await sendDueDunnings(services, after(0));
    await db.insertInto('senders').values(sender).execute();
    assert.deepEqual(await steps(dunningId), []);
    await sendDueDunnings(services, after(0));
    assert.deepEqual(await steps(dunningId), ['1']);
  });

  it('is told to nobody while the key is of another mode than the purchase', async () => {
    const { member, dunningId } = await fail('tried');
    await updateMembership(db, member.id, { livemode: false });
    await updateMode(db, true);
    await sendDueDunnings(services, begin);
    assert.deepEqual(await steps(dunningId), []);
    await updateMode(db, false);
    await sendDueDunnings(services, begin);
    assert.deepEqual(await steps(dunningId), ['1']);
  });

  it('is told of in one mail, the latest, after an outage', async () => {
    const { dunningId } = await fail('outage');
    await sendDueDunnings(services, after(7.5));
    assert.deepEqual(await steps(dunningId), ['3']);
    await sendDueDunnings(services, after(8));
    await sendDueDunnings(services, after(13.1));
    assert.deepEqual(await steps(dunningId), ['3', '4']);
  });

  it('leaves whoever was reached late alone for the rest of the day', async () => {
    const { dunningId } = await fail('late');
    await sendDueDunnings(services, after(6.9));
    await sendDueDunnings(services, after(7));
    assert.deepEqual(await steps(dunningId), ['2']);
  });

  it('is told of at once though Stripe’s clock is a month ahead of ours', async () => {
    const { dunningId, graceUntil } = await fail('ahead', { failedAt: after(31) });
    assert.equal(graceUntil.getTime(), after(45).getTime());
    await sendDueDunnings(services, begin);
    assert.deepEqual(await steps(dunningId), ['1']);
  });

  it('leaves some days to whoever we hear of when the grace time would be over', async () => {
    const { dunningId, graceUntil } = await fail('unheard', { heardAt: after(20) });
    assert.equal(graceUntil.getTime(), after(23).getTime());
    await sendDueDunnings(services, after(20));
    assert.deepEqual(await steps(dunningId), ['3']);
  });

  for (const [step, day] of [
    [1, 0],
    [2, 3],
    [3, 7],
    [4, 13],
  ] as const) {
    it(`stops at once when it is paid after mail ${step}, and says thanks`, async () => {
      const { member, invoiceId, dunningId } = await fail(`paid-${step}`);
      for (const passed of [0, 3, 7, 13].filter((one) => one <= day))
        await sendDueDunnings(services, after(passed));
      await settle(member, invoiceId, after(day + 0.5));
      for (let passed = day; passed <= 15; passed += 1) await sendDueDunnings(services, after(passed));
      const expected = ['1', '2', '3', '4'].slice(0, step);
      assert.deepEqual(await steps(dunningId), [...expected, 'recovered']);
    });
  }

  it('is not told of where it was paid before the first mail', async () => {
    const { member, invoiceId, dunningId } = await fail('quick');
    await settle(member, invoiceId, begin);
    await sendDueDunnings(services, after(1));
    assert.deepEqual(await steps(dunningId), []);
  });

  it('begins once, and is not begun anew once it is over', async () => {
    const { member, invoiceId, dunningId } = await fail('again');
    const failed = {
      membershipId: member.id,
      invoiceId,
      amount: 800,
      currency: 'eur',
      needsAction: false,
      failedAt: after(1),
    };
    await settle(member, invoiceId, begin);
    await db.transaction().execute((trx) => noteFailedPayment(trx, failed, after(1)));
    const row = await db
      .selectFrom('dunnings')
      .select('outcome')
      .where('id', '=', dunningId)
      .executeTakeFirst();
    assert.equal(row?.outcome, 'recovered');
  });

  it('is counted by what became of it', async () => {
    await db.deleteFrom('dunnings').execute();
    const [one, two] = [await fail('counted-1'), await fail('counted-2')];
    await fail('counted-3');
    await settle(one.member, one.invoiceId, begin);
    const lost = { invoiceId: two.invoiceId, membershipId: two.member.id };
    await db.transaction().execute((trx) => noteLostInvoice(trx, lost, begin));
    const { open, recovered, lost: gone, recoveryRate } = await readFailedPayments(db, after(-1));
    assert.deepEqual([open.count, recovered.count, gone.count, recoveryRate], [1, 1, 1, 0.5]);
    assert.deepEqual(gone.amounts, { eur: 800 });
  });
});

async function startAnew(): Promise<void> {
  await db.deleteFrom('dunnings').execute();
  await db.deleteFrom('serviceMails').execute();
}

describe('the mail about it', () => {
  it('is not sent where the payment arrived while it waited', async () => {
    const relay = await startRelay();
    await startAnew();
    const { member, invoiceId, dunningId } = await fail('waits');
    await sendDueDunnings(services, begin);
    await settle(member, invoiceId, begin);
    const mails = await sendAndRead(services, relay);
    assert.deepEqual(
      mails.map(({ subject }) => subject),
      ['Paid: your membership of The Courier goes on'],
    );
    const row = await db
      .selectFrom('serviceMails')
      .select(['state', 'reason'])
      .where('idempotencyKey', '=', `dunning:${dunningId}:1`)
      .executeTakeFirst();
    assert.deepEqual(row, { state: 'cancelled', reason: 'the payment is recovered' });
  });

  it('asks for a confirmation where the bank wants one, and leads to a page that shows what is owed and no more', async () => {
    const relay = await startRelay();
    const web = await startWeb(services);
    await startAnew();
    const { member, invoiceId } = await fail('bank', { needsAction: true });
    await sendDueDunnings(services, begin);
    const [mail] = await sendAndRead(services, relay);
    assert.match(mail?.subject ?? '', /bank asks you to confirm/);
    const path = linkIn(mail?.text, 'fix-payment');
    const shown = await web.get(path);
    const text = shown.body;
    assert.equal(shown.status, 200);
    assert.match(text, /€8/);
    assert.doesNotMatch(text, /readers\.example/);
    assert.equal(shown.headers.get('set-cookie'), null);
    assert.equal(shown.headers.get('cache-control'), 'no-store');
    const other = await web.get(`/fix-payment/${services.tokens.sign('claim', String(member.id))}`);
    assert.equal(other.status, 404);
    await settle(member, invoiceId, begin);
    const over = await web.get(path);
    assert.equal(over.status, 410);
    assert.match(over.body, /Nothing is owed/);
  });
});
