import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after as afterAll, describe, it } from 'node:test';
import { sql } from 'kysely';
import { system } from '../../src/access/actor.ts';
import { hashAddress } from '../../src/address-hash.ts';
import { keptElsewhere } from '../../src/kept-elsewhere.ts';
import { entitlementsOf, isPatron } from '../../src/memberships/entitlements.ts';
import { membershipsOf } from '../../src/memberships/membership.ts';
import { noteMode } from '../../src/memberships/note-mode.ts';
import { selectLiveAtStripe } from '../../src/memberships/queries/kept.ts';
import { announceRenewals, endWhatIsOver } from '../../src/memberships/notices/tend.ts';
import { membershipMails } from '../../src/memberships/service-mails.ts';
import { sendReceipts } from '../../src/memberships/notices/send-receipts.ts';
import { endMembership } from '../../src/memberships/rails/end.ts';
import { grantMembership } from '../../src/memberships/rails/grant.ts';
import { importMembers } from '../../src/memberships/rails/import.ts';
import { listMemberships, showMemberships } from '../../src/memberships/rails/list.ts';
import { recordTransfer } from '../../src/memberships/rails/record-payment.ts';
import type { StripeSettings } from '../../src/stripe-settings.ts';
import { eraseSubscriber } from '../../src/subscribers/erase.ts';
import { findSubscriber } from '../../src/subscribers/find-subscriber.ts';
import { showSubscriber } from '../../src/subscribers/show-subscriber.ts';
import { openNewsroom } from '../support/cast.ts';
import { addMember, addTiers, queuedMails } from '../support/members.ts';
import { createTestServices } from '../support/services.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const services = await createTestServices();
const { db } = services;
await openNewsroom(services);
const { breakfast } = await addTiers(services);
const folder = await temporaryFolder();
afterAll(() => folder.remove());

const now = new Date('2026-11-28T10:00:00Z');
const dayMs = 86_400_000;
const after = (days: number): Date => new Date(now.getTime() + days * dayMs);

const grant = (address: string, months: number, at = now) =>
  grantMembership(
    services,
    { actor: system, address, tier: 'breakfast', until: null, months, note: 'a friend' },
    at,
  );

const transfer = (address: string, reference: string, { months = 12, date = now, amount = 8000 } = {}) =>
  recordTransfer(
    services,
    { actor: system, address, tier: 'breakfast', amount, currency: 'eur', months, reference, date },
    date,
  );

const idOf = async (address: string): Promise<number> => (await findSubscriber(db, address))?.id ?? 0;

describe('a membership that the newsroom gives', () => {
  it('makes a patron until its end, thanks once, and subscribes to nothing', async () => {
    const { outcome, membership } = await grant('granted@readers.example', 3);
    assert.equal(outcome, 'granted');
    assert.equal(membership.until?.toISOString(), '2027-02-28T10:00:00.000Z');
    const id = await idOf('granted@readers.example');
    assert.equal(await isPatron(db, id, after(91)), true);
    assert.equal(await isPatron(db, id, after(92)), false);
    const mails = await queuedMails(services, `member-thanks:${membership.id}`);
    assert.equal(mails.length, 1);
    const newsletters = await db
      .selectFrom('subscriptions')
      .selectAll()
      .where('subscriberId', '=', id)
      .execute();
    assert.deepEqual(newsletters, []);
  });

  it('is the same one where it is given again', async () => {
    const first = await grant('again@readers.example', 3);
    const same = await grant('again@readers.example', 3);
    const longer = await grant('again@readers.example', 6);
    assert.deepEqual([same.outcome, longer.outcome], ['unchanged', 'extended']);
    assert.equal(longer.membership.id, first.membership.id);
  });

  it('is told of 14 days before its end, ends by the sweep, once, and says so', async () => {
    const { membership } = await grant('ends@readers.example', 3);
    await announceRenewals(services, after(70));
    const key = `ending:${membership.id}:%`;
    assert.equal((await queuedMails(services, key)).length, 0);
    await announceRenewals(services, after(79));
    await announceRenewals(services, after(80));
    assert.equal((await queuedMails(services, key)).length, 1);
    await Promise.all(Array.from({ length: 4 }, () => endWhatIsOver(services, after(93))));
    const { memberships } = await showMemberships(services, String(membership.id), after(93));
    assert.equal(memberships[0]?.state, 'ended');
    assert.equal((await queuedMails(services, `member-ended:${membership.id}`)).length, 1);
  });

  it('has an end that is to come, said in one way', async () => {
    const asked = { actor: system, address: 'wrong@readers.example', tier: 'breakfast', note: '' };
    await assert.rejects(grantMembership(services, { ...asked, until: null, months: null }, now), /--until/);
    await assert.rejects(
      grantMembership(services, { ...asked, until: after(-1), months: null }, now),
      /past/,
    );
    await assert.rejects(
      grantMembership(services, { ...asked, tier: 'gold', until: null, months: 1 }, now),
      /there are: coffee, breakfast/,
    );
  });
});

describe('a bank transfer', () => {
  it('is recorded once by its reference, also by two at the same time', async () => {
    const [one, two] = await Promise.all([
      transfer('twice@readers.example', 'SEPA 1'),
      transfer('twice@readers.example', 'SEPA 1'),
    ]);
    assert.deepEqual([one.outcome, two.outcome].toSorted(), ['recorded', 'unchanged']);
    assert.equal(one.membership.id, two.membership.id);
    const payments = await db.selectFrom('payments').selectAll().where('reference', '=', 'SEPA 1').execute();
    assert.equal(payments.length, 1);
    await assert.rejects(transfer('twice@readers.example', 'SEPA 1', { amount: 1 }), /another payment/);
  });

  it('says so where one reference is recorded for two people at once, and takes 1 to 120 months', async () => {
    const names = ['one', 'other', 'third'];
    const taken = await Promise.allSettled(
      names.map((name) => transfer(`${name}@readers.example`, 'SEPA one of three')),
    );
    const reasons = taken.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
    assert.equal(reasons.length, 2);
    for (const reason of reasons) assert.match(reason, /stands for another payment already/);
    for (const months of [0, -1, 1.5, 121, 1e9])
      await assert.rejects(
        transfer('one@readers.example', `SEPA ${months}`, { months }),
        /--months is .*; 1 to 120 are allowed/,
      );
  });

  it('lets a current membership go on from its own end, without a gap', async () => {
    await transfer('goes-on@readers.example', 'SEPA 2', { months: 1 });
    const { outcome, membership } = await transfer('goes-on@readers.example', 'SEPA 3', {
      months: 1,
      date: after(20),
    });
    assert.equal(outcome, 'extended');
    assert.equal(membership.until?.toISOString(), '2027-01-28T10:00:00.000Z');
  });

  it('is receipted, but for the first one, which the mail of thanks is about', async () => {
    await transfer('receipts@readers.example', 'SEPA 4', { months: 1 });
    await transfer('receipts@readers.example', 'SEPA 5', { months: 1, date: after(20) });
    await Promise.all([sendReceipts(services, after(20)), sendReceipts(services, after(20))]);
    const paid = await db
      .selectFrom('payments')
      .select('id')
      .where('reference', '=', 'SEPA 5')
      .executeTakeFirstOrThrow();
    const first = await db
      .selectFrom('payments')
      .select('id')
      .where('reference', '=', 'SEPA 4')
      .executeTakeFirstOrThrow();
    assert.equal((await queuedMails(services, `receipt:${paid.id}`)).length, 1);
    assert.equal((await queuedMails(services, `receipt:${first.id}`)).length, 0);
    // Both are receipts of a contract that can be left.
    const mails = await db
      .selectFrom('serviceMails')
      .selectAll()
      .where('kind', 'in', ['receipt', 'member-thanks'])
      .where('subscriberId', '=', await idOf('receipts@readers.example'))
      .execute();
    assert.deepEqual(mails.map(({ kind }) => kind).toSorted(), ['member-thanks', 'receipt']);
    for (const mail of mails) {
      const composed = JSON.stringify(await membershipMails[mail.kind]?.(services, mail));
      assert.match(composed, /\/cancel\b.*\/withdraw\b/, mail.kind);
    }
  });
});

describe('what was bought in Stripe’s other mode', () => {
  it('gives no rights, is not managed, and stops no erasure; without a key nothing is told apart', async () => {
    const address = 'mode@readers.example';
    await addMember(services, { address, tierId: breakfast, livemode: false }, now);
    const id = await idOf(address);
    const has = async () => [await isPatron(db, id, after(1)), (await membershipsOf(db, id)).length];
    const noteKeyOf = (livemode: boolean) =>
      noteMode({ ...services, config: { ...services.config, stripe: { livemode } as StripeSettings } });
    assert.deepEqual(await has(), [true, 1]);
    await noteKeyOf(true);
    assert.deepEqual(await has(), [false, 0]);
    const subject = { subscriberId: id, addressHash: Buffer.alloc(32), addressKey: address };
    assert.deepEqual(await selectLiveAtStripe(db, subject), []);
    await noteKeyOf(false);
    assert.deepEqual(await has(), [true, 1]);
    await sql`update installation set stripe_livemode = null`.execute(db);
  });
});

describe('what overlaps', () => {
  it('is shown in the list and where a person is shown', async () => {
    const address = 'overlap@readers.example';
    const { id } = await addMember(services, { address, tierId: breakfast }, now);
    const granted = await grant(address, 3);
    assert.deepEqual(
      granted.overlap.map((one) => [one.id, one.rail]),
      [[id, 'stripe']],
    );
    // One that begins when another ends is one more all the same.
    const later = 'later@readers.example';
    await transfer(later, 'later 1', { months: 3 });
    const coming = { address: later, rail: 'gift', since: after(92), until: after(180) };
    await addMember(services, coming, now);
    assert.equal((await showMemberships(services, later, now)).overlap, true);
    assert.equal((await transfer(later, 'later 1', { months: 3 })).overlap.length, 1);
    const rows = await listMemberships(
      db,
      { state: null, rail: null, tier: null, overlapping: true, after: 0, limit: 50 },
      after(1),
    );
    assert.deepEqual(
      rows.map((row) => [row.address, row.rail, row.live]),
      [
        [address, 'stripe', 2],
        [address, 'complimentary', 2],
        [later, 'transfer', 2],
        [later, 'gift', 2],
      ],
    );
    const { overlap, entitlements } = await showMemberships(services, address, after(1));
    assert.deepEqual([overlap, entitlements.length], [true, 2]);
    assert.equal((await entitlementsOf(db, await idOf(address), after(200))).length, 1);
  });

  it('is not ended by hand where it is paid through Stripe', async () => {
    const { id } = await addMember(services, { address: 'paying@readers.example' }, now);
    await assert.rejects(endMembership(services, system, id, now), /paid through Stripe/);
  });
});

describe('a renewal', () => {
  it('is announced 30 days before, once for a period, with a year of one’s own for who pays by the month', async () => {
    const yearly = await addMember(
      services,
      { address: 'yearly@readers.example', interval: 'year', amount: 8000, periodEnd: after(365) },
      now,
    );
    const monthly = await addMember(
      services,
      { address: 'monthly@readers.example', periodEnd: after(30) },
      now,
    );
    for (const day of [300, 334, 335, 336, 350]) await announceRenewals(services, after(day));
    assert.equal((await queuedMails(services, `renewal:${yearly.id}:%`)).length, 1);
    assert.equal((await queuedMails(services, `year-on:${monthly.id}:%`)).length, 0);
    await announceRenewals(services, after(366));
    await announceRenewals(services, after(367));
    assert.deepEqual(await queuedMails(services, `year-on:${monthly.id}:%`), [`year-on:${monthly.id}:1`]);
    const [told] = await db
      .selectFrom('memberNotices')
      .select('at')
      .where('key', 'like', `renewal:${yearly.id}:%`)
      .execute();
    assert.equal(told?.at.getTime(), after(335).getTime());
  });
});

const header =
  'Name,Email,Discord,Patron Status,Follows You,Lifetime Amount,Pledge Amount,Charge Frequency,Tier,Addressee,Patronage Since Date,Last Charge Date,Last Charge Status,User ID,Currency,Access Expiration';
const line = (
  name: string,
  email: string,
  status: string,
  rest: Partial<Record<string, string>> = {},
): string => {
  const {
    pledge = '$8.00',
    every = 'monthly',
    tier = 'Big Fan',
    since = '2024-03-01 09:15:00.123456',
  } = rest;
  const { charged = '2026-11-20 07:00:00', paid = 'Paid', currency = 'USD', until = '' } = rest;
  return `${name},${email},,${status},No,$80.00,${pledge},${every},${tier},,${since},${charged},${paid},1,${currency},${until}`;
};

async function importLines(lines: string[], at = now, columns = header) {
  const path = join(folder.path, 'patreon.csv');
  await writeFile(path, `\uFEFF${[columns, ...lines].join('\r\n')}\r\n`);
  return importMembers(
    services,
    {
      actor: system,
      path,
      attestation: 'Patreon export of 28 November',
      tierMap: { 'Big Fan': 'breakfast' },
      onProgress: () => {},
    },
    at,
  );
}

describe('an import of the members of Patreon', () => {
  const lines = [
    line('Anna', 'anna@patreon.example', 'Active patron'),
    line('Borys', 'borys@patreon.example', 'Active patron', {
      every: 'annual',
      tier: 'Breakfast',
      pledge: '80.00',
    }),
    line('Former', 'former@patreon.example', 'Former patron'),
    line('Declined', 'declined@patreon.example', 'Declined patron'),
    line('Free', 'free@patreon.example', ''),
    line('Unknown tier', 'gold@patreon.example', 'Active patron', { tier: 'Gold' }),
    line('Anna again', 'ANNA@patreon.example', 'Active patron'),
    line('No address', 'not-an-address', 'Active patron'),
    line('Refunded', 'refunded@patreon.example', 'Active patron', { paid: 'Refunded' }),
    line('Over', 'over@patreon.example', 'Active patron', { until: '2026-01-01 00:00:00' }),
  ];

  it('takes who has paid, tells why the others are refused, mails nobody and subscribes nobody', async () => {
    const mails = (await queuedMails(services)).length;
    const { problems, ...counts } = await importLines(lines);
    assert.deepEqual(counts, {
      rows: 10,
      added: 2,
      changed: 0,
      ended: 0,
      unchanged: 0,
      refused: 8,
      unknownColumns: [],
      overlaps: [],
    });
    assert.equal(problems.length, 8);
    assert.match(problems.find(({ line: at }) => at === 7)?.problem ?? '', /"Gold".*--tier-map/);
    assert.match(problems.find(({ line: at }) => at === 8)?.problem ?? '', /line 2 already/);
    assert.equal((await queuedMails(services)).length, mails);
    const [anna] = (await showMemberships(services, 'anna@patreon.example', now)).memberships;
    assert.deepEqual([anna?.amount, anna?.currency, anna?.tierId], [800, 'usd', breakfast]);
    assert.equal(anna?.until?.toISOString(), '2027-01-03T07:00:00.000Z');
    assert.equal(anna?.since?.toISOString(), '2024-03-01T09:15:00.000Z');
  });

  it('changes nothing a second time, and only what is new a third time', async () => {
    const { problems: _, ...again } = await importLines(lines, after(1));
    assert.deepEqual(again, {
      rows: 10,
      added: 0,
      changed: 0,
      ended: 0,
      unchanged: 2,
      refused: 8,
      unknownColumns: [],
      overlaps: [],
    });
    const third = await importLines(
      [
        line('Anna', 'anna@patreon.example', 'Active patron', { charged: '2026-12-20 07:00:00' }),
        line('Borys', 'borys@patreon.example', 'Former patron'),
      ],
      after(25),
    );
    assert.deepEqual([third.changed, third.ended], [1, 1]);
  });

  it('takes every form that its first row has had, in whatever order and case, and says what is new to us', async () => {
    // The rows of 2026 and 2023 are Patreon’s own; of 2019 the names alone are known.
    const forms = {
      now: 'Name,Email,Discord,Patron Status,Follows You,Free Member,Free Trial,Lifetime Amount,Pledge Amount,Charge Frequency,Tier,Addressee,Street,City,State,Zip,Country,Phone,Patronage Since Date,Last Charge Date,Last Charge Status,Additional Details,User ID,Last Updated,Currency,Max Posts,Access Expiration,Next Charge Date,Full country name,Subscription Source',
      before:
        'Name,Email,Twitter,Discord,Patron Status,Follows You,Lifetime Amount,Pledge Amount,Charge Frequency,Tier,Addressee,Street,City,State,Zip,Country,Phone,Patronage Since Date,Last Charge Date,Last Charge Status,Additional Details,User ID,Last Updated,Currency,Max Posts,Access Expiration,Next Charge Date',
      early:
        'Name,Email,Twitter,Patron Status,Follows You,Lifetime $,Pledge $,Charge Frequency,Tier,Addressee,Street,City,State,Zip,Country,Phone,Patronage Since Date,Max Amount,Last Charge Date,Last Charge Status,Additional Details,User ID,Last Updated',
    };
    const row = (form: string, who: string, more: Record<string, string> = {}): string => {
      const cells: Record<string, string> = {
        Name: who,
        Email: `${who.toLowerCase()}@patreon.example`,
        'Patron Status': 'Active patron',
        'Follows You': 'No',
        'Free Member': 'No',
        'Free Trial': 'No',
        'Pledge Amount': '2.99',
        'Pledge $': '2.99',
        'Charge Frequency': 'monthly',
        Tier: 'Big Fan',
        'Patronage Since Date': '2026-08-10 13:37:12',
        'Last Charge Date': '2026-11-10 13:37:14.517184',
        'Last Charge Status': 'Paid',
        'User ID': '12345678',
        Currency: 'USD',
        ...more,
      };
      return form
        .split(',')
        .map((name) => cells[name] ?? '')
        .join(',');
    };
    const take = async (form: string, ...rows: string[]) => importLines(rows, now, form);
    const next = { 'Next Charge Date': '2026-12-20 07:00:00' };
    const current = await take(
      forms.now,
      row(forms.now, 'Now', next),
      row(forms.now, 'Trial', { 'Free Trial': 'Yes' }),
      row(forms.now, 'Own', { Tier: '' }),
    );
    assert.deepEqual([current.added, current.unknownColumns], [1, []]);
    assert.deepEqual(
      current.problems.map(({ problem }) => /free trial|no tier/.exec(problem)?.[0]),
      ['free trial', 'no tier'],
    );
    const before = await take(forms.before, row(forms.before, 'Before'));
    assert.deepEqual([before.added, before.unknownColumns], [1, []]);
    const early = await take(forms.early, row(forms.early, 'Early'));
    assert.deepEqual([early.added, early.unknownColumns], [1, []]);
    const turned = (text: string): string => text.split(',').toReversed().join(',');
    const form = `SHOE SIZE,${turned(forms.now).toUpperCase()}`;
    const other = await take(form, `44,${turned(row(forms.now, 'Turned', next))}`);
    assert.deepEqual([other.added, other.unknownColumns], [1, ['SHOE SIZE']]);
    for (const [who, until] of [
      ['now', '2027-01-03T07:00:00.000Z'],
      ['before', '2026-12-24T13:37:14.000Z'],
      ['early', '2026-12-24T13:37:14.000Z'],
      ['turned', '2027-01-03T07:00:00.000Z'],
    ] as const) {
      const [one] = (await showMemberships(services, `${who}@patreon.example`, now)).memberships;
      assert.deepEqual([one?.amount, one?.currency, one?.until?.toISOString()], [299, 'usd', until], who);
    }
    const first =
      'FirstName,LastName,Email,Pledge,Lifetime,Status,Twitter,Street,City,State,Zip,Country,Start,MaxAmount,Complete';
    await assert.rejects(take(first), /before 2019/);
  });

  it('brings back nobody who was erased, and refuses a file of another kind', async () => {
    await eraseSubscriber(services, system, 'anna@patreon.example', keptElsewhere, after(26));
    const { problems, added } = await importLines([lines[0] ?? ''], after(27));
    assert.equal(added, 0);
    assert.match(problems[0]?.problem ?? '', /erased/);
    const path = join(folder.path, 'other.csv');
    await writeFile(path, 'address,name\na@b.example,A\n');
    const other = { actor: system, path, attestation: 'some other file', tierMap: {}, onProgress: () => {} };
    await assert.rejects(importMembers(services, other, now), /no Email, Patron Status, Tier/);
  });
});

describe('erasing a patron', () => {
  it('shows all before, ends what was given, and keeps the payments without the person', async () => {
    const address = 'erased@readers.example';
    const { membership } = await transfer(address, 'SEPA 9');
    const shown = await showSubscriber(services, address, keptElsewhere);
    assert.deepEqual(
      shown.elsewhere['memberships']?.map(({ kind }) => kind),
      ['membership', 'payment'],
    );
    await eraseSubscriber(services, system, address, keptElsewhere, after(1));
    const row = await db
      .selectFrom('memberships')
      .selectAll()
      .where('id', '=', membership.id)
      .executeTakeFirst();
    assert.deepEqual([row?.subscriberId, row?.state], [null, 'ended']);
    const paid = await db
      .selectFrom('payments')
      .selectAll()
      .where('reference', '=', 'SEPA 9')
      .executeTakeFirst();
    assert.deepEqual([paid?.subscriberId, paid?.amount], [null, 8000]);
  });

  it('leaves neither name nor address in what they gave, declared, cancelled and agreed to', async () => {
    const address = 'traces@readers.example';
    const { membership } = await transfer(address, 'SEPA 10');
    const addressHash = hashAddress(services.config.suppressionKey, address);
    const cancelReason = 'other: Tamar Traces has moved';
    await db.updateTable('memberships').set({ cancelReason }).where('id', '=', membership.id).execute();
    const { id: checkoutId } = await db
      .insertInto('checkouts')
      .values({
        purpose: 'gift',
        browserHash: Buffer.alloc(32),
        amount: 1,
        currency: 'eur',
        expiresAt: now,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await db
      .insertInto('gifts')
      // Bought without signing in: the address that was typed at Checkout is all that is known of the giver.
      .values({
        checkoutId,
        tierId: membership.tierId ?? 0,
        months: 3,
        giverName: 'Tamar Traces',
        giverAddress: 'Traces@readers.example',
        message: 'Yours, Tamar Traces',
        deliverOn: '2027-01-01',
        state: 'paid',
      })
      .execute();
    const declared = { kind: 'cancel', name: 'Tamar Traces', contract: 'Tamar Traces, since May' };
    await db
      .insertInto('declarations')
      .values([
        { ...declared, requestHash: Buffer.from('1'), address, addressHash },
        {
          ...declared,
          requestHash: Buffer.from('2'),
          address: 'other.traces@readers.example',
          addressHash: Buffer.from('of another address'),
          membershipId: membership.id,
          state: 'done',
        },
      ])
      .execute();
    await db
      .insertInto('renewalAgreements')
      .values({
        membershipId: membership.id,
        wording: 'x',
        wordingVersion: '1',
        language: 'en',
        amount: 1,
        currency: 'eur',
        userAgent: 'traces browser',
      })
      .execute();
    await eraseSubscriber(services, system, address, keptElsewhere, after(1));
    const tables = [
      'memberships',
      'payments',
      'gifts',
      'declarations',
      'renewal_agreements',
      'service_mails',
    ];
    for (const table of [...tables, 'events', 'checkouts', 'member_notices', 'dunnings']) {
      const { rows } =
        await sql`select * from ${sql.table(table)} as t where t::text ilike '%traces%'`.execute(db);
      assert.deepEqual(rows, [], table);
    }
  });

  it('is refused where a membership is paid through Stripe and Stripe cannot be asked', async () => {
    const address = 'at-stripe@readers.example';
    await addMember(services, { address }, now);
    await assert.rejects(eraseSubscriber(services, system, address, keptElsewhere, now), /STRIPE_SECRET_KEY/);
    assert.notEqual(await findSubscriber(db, address), null);
  });
});
