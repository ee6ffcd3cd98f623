import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { system } from '../../../src/access/actor.ts';
import { decide } from '../../../src/memberships/declarations/decide.ts';
import { finishDeclarations } from '../../../src/memberships/declarations/finish.ts';
import { matchDeclaration, refuseDeclaration } from '../../../src/memberships/declarations/match.ts';
import { requireContract } from '../../../src/memberships/declarations/contracts.ts';
import { updateMode } from '../../../src/memberships/queries/modes.ts';
import { unusedPart, withdrawalEnds } from '../../../src/memberships/declarations/withdrawal-time.ts';
import { noteRefunded } from '../../../src/memberships/declarations/note-refunded.ts';
import { addReaders, openNewsroom } from '../../support/cast.ts';
import { linkIn, sendAndRead } from '../../support/mails.ts';
import { addTestTiers, sessionOf, subscriberId } from '../../support/memberships.ts';
import { startRelay } from '../../support/relay.ts';
import { createTestServices } from '../../support/services.ts';
import { hiddenField } from '../../support/sign-up.ts';
import { startWeb, type Answer } from '../../support/web.ts';

const services = await createTestServices({ trustProxy: 1 });
const { db } = services;
await addReaders(services, await openNewsroom(services), 20);
const [coffee] = await addTestTiers(services);
const web = await startWeb(services);
const relay = await startRelay();
const day = 24 * 3_600_000;

let caller = 0;
const post = (path: string, fields: Record<string, string>, headers = {}): Promise<Answer> => {
  caller += 1;
  return web.post(path, fields, { 'x-forwarded-for': `198.51.${caller >> 8}.${caller & 255}`, ...headers });
};

let person = 0;
/** A reader with a membership by bank transfer, paid `daysAgo`, and what stands of it. */
async function patron({ daysAgo = 3, immediateStart = false, rail = 'transfer' } = {}) {
  person += 1;
  const address = `reader${person}@readers.example`;
  const owner = await subscriberId(services, address);
  const since = new Date(Date.now() - daysAgo * day);
  const until = new Date(since.getTime() + 30 * day);
  const { id } = await db
    .insertInto('memberships')
    .values({
      subscriberId: owner,
      rail,
      tierId: coffee?.id ?? 0,
      state: 'active',
      amount: 300,
      currency: 'eur',
      interval: 'month',
      since,
      until,
      periodStart: since,
      periodEnd: until,
      settledAt: since,
      createdAt: since,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const terms = { wording: 'x', wordingVersion: '1', language: 'en', amount: 300, currency: 'eur' };
  const checkout = await db
    .insertInto('checkouts')
    .values({
      purpose: 'membership',
      subscriberId: owner,
      browserHash: Buffer.alloc(32),
      amount: 300,
      currency: 'eur',
      state: 'completed',
      membershipId: id,
      expiresAt: since,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('renewalAgreements')
    .values({ ...terms, checkoutId: checkout.id, membershipId: id, immediateStart, at: since })
    .execute();
  await db
    .insertInto('payments')
    .values({
      purpose: 'membership',
      rail: 'transfer',
      membershipId: id,
      amount: 300,
      currency: 'eur',
      settledAt: since,
      reference: `ref-${id}`,
    })
    .execute();
  return { id, address, owner };
}
const membership = (id: number) =>
  db.selectFrom('memberships').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const newest = () =>
  db.selectFrom('declarations').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow();
const mailsTo = async (address: string) =>
  (await sendAndRead(services, relay)).filter(({ to }) => to?.[0]?.address === address);

/** Both pages; gives the answer to the second. */
async function declare(kind: string, address: string, fields: Record<string, string> = {}, headers = {}) {
  const typed = { name: 'Olena', address, own: 'membership', contract: '', ...fields };
  const review = await post(`/${kind}`, typed, headers);
  assert.equal(review.status, 200);
  return post(`/${kind}/confirm`, { typed: hiddenField(review.body, 'typed') }, headers);
}
/** Presses the button of the mailed link. */
async function prove(address: string, id: number): Promise<Answer> {
  const text = (await mailsTo(address)).at(-1)?.text;
  return post(linkIn(text, 'declarations'), { own: `membership.${id}` });
}

describe('the pages to cancel and to withdraw', () => {
  it('are linked from the foot of every page, and change nothing when they are opened', async () => {
    for (const path of ['/', '/archive', '/account']) {
      const { body } = await web.get(path);
      assert.match(body, /href="\/cancel"/);
      assert.match(body, /href="\/withdraw"/);
    }
    for (const kind of ['cancel', 'withdraw']) {
      assert.equal((await web.get(`/${kind}`)).status, 200);
      assert.equal((await fetch(`${web.origin}/${kind}`, { method: 'HEAD' })).status, 200);
    }
    assert.equal((await db.selectFrom('declarations').selectAll().execute()).length, 0);
  });

  it('store nothing before the second page is confirmed, and refuse what is no address without losing the rest', async () => {
    const wrong = await post('/cancel', { name: 'Olena', address: 'no address', contract: 'since May' });
    assert.equal(wrong.status, 400);
    assert.match(wrong.body, /value="Olena"/);
    assert.match(wrong.body, /value="since May"/);
    const review = await post('/withdraw', { name: 'Olena', address: 'olena@readers.example', own: 'gift' });
    assert.match(review.body, /A membership that I gave/);
    assert.equal((await db.selectFrom('declarations').selectAll().execute()).length, 0);
  });

  it('take no form that is forged, or of the other page', async () => {
    const review = await post('/cancel', { name: 'O', address: 'o@readers.example', own: 'membership' });
    const typed = hiddenField(review.body, 'typed');
    for (const forged of ['', `${typed.slice(0, -2)}AA`, services.tokens.sign('match-declaration', '{}')])
      assert.equal((await post('/cancel/confirm', { typed: forged })).status, 410);
    assert.equal((await post('/withdraw/confirm', { typed })).status, 410);
  });

  it('say the same for a known address and for an unknown one', async () => {
    const { address } = await patron();
    const bare = (body: string): string =>
      body.replaceAll(/Number \d+/g, '').replaceAll(/\d\d:\d\d:\d\d/g, '');
    const known = await declare('cancel', address);
    const unknown = await declare('cancel', address.replace('reader', 'nobodyy'));
    assert.equal(bare(unknown.body).replaceAll('nobodyy', 'reader'), bare(known.body));
  });
});

describe('a declaration', () => {
  it('counts once however often its form is sent, and is receipted to the second', async () => {
    const { address } = await patron();
    const review = await post('/withdraw', {
      name: 'Olena',
      address,
      own: 'membership',
      contract: 'evil.example',
    });
    const typed = hiddenField(review.body, 'typed');
    const before = await newest();
    await Promise.all([1, 2, 3, 4].map(() => post('/withdraw/confirm', { typed })));
    const { id } = await newest();
    const stored = await db.selectFrom('declarations').select('id').where('id', '>', before.id).execute();
    assert.deepEqual(
      stored.map((one) => one.id),
      [id],
    );
    const mails = await mailsTo(address);
    assert.equal(mails.length, 1);
    assert.match(mails[0]?.text ?? '', /\d\d:\d\d:\d\d/);
    assert.doesNotMatch(mails[0]?.text ?? '', /evil\.example/);
  });

  it('by a stranger for somebody else’s address does nothing until the owner presses the button', async () => {
    const { id, address } = await patron();
    const other = await patron();
    await declare('cancel', address, {}, await sessionOf(services, other.owner));
    const declaration = await newest();
    assert.equal(declaration.state, 'received');
    assert.equal((await membership(id)).cancelAt, null);
    const link = linkIn((await mailsTo(address)).at(-1)?.text, 'declarations');
    await fetch(web.origin + link, { method: 'HEAD' });
    for (let index = 0; index < 3; index += 1) assert.equal((await web.get(link)).status, 200);
    assert.equal((await membership(id)).cancelAt, null);
    // What is not theirs cannot be named by its number.
    assert.equal((await post(link, { own: `membership.${other.id}` })).status, 404);
    assert.equal((await newest()).provedAt, null);
    assert.match((await web.get(link)).body, new RegExp(`value="membership.${id}"`));
    const done = await Promise.all([1, 2, 3].map(() => post(link, { own: `membership.${id}` })));
    assert.ok(done.every(({ status }) => status === 200));
    const { cancelAt, until, state } = await membership(id);
    assert.deepEqual([cancelAt, state], [until, 'active']);
    const outcomes = await db
      .selectFrom('serviceMails')
      .select('id')
      .where('idempotencyKey', '=', `declaration-outcome:${declaration.id}`)
      .execute();
    assert.equal(outcomes.length, 1);
  });

  it('of somebody who is signed in is carried out at once', async () => {
    const { id, address, owner } = await patron();
    const session = await sessionOf(services, owner);
    const shown = await web.get('/withdraw', session);
    assert.match(shown.body, new RegExp(`value="membership.${id}"`));
    assert.match(shown.body, new RegExp(address));
    const answer = await declare('withdraw', address, { own: `membership.${id}` }, session);
    assert.match(answer.body, /You have withdrawn/);
    assert.equal((await membership(id)).state, 'ended');
  });

  it('is opened by no other link, and opens no other door', async () => {
    const { address } = await patron();
    await declare('cancel', address);
    const { id } = await newest();
    const link = linkIn((await mailsTo(address)).at(-1)?.text, 'declarations');
    const token = link.split('/').at(-1) ?? '';
    for (const path of ['/confirm/', '/unsubscribe/', '/preferences/', '/account/sign-in/'])
      assert.ok((await web.get(path + token)).status >= 400, path);
    for (const purpose of ['claim', 'gift', 'fix-payment', 'sign-in'])
      assert.equal((await web.get(`/declarations/${services.tokens.sign(purpose, String(id))}`)).status, 410);
    const old = services.tokens.sign('match-declaration', String(id), new Date(Date.now() - 1));
    assert.equal((await web.get(`/declarations/${old}`)).status, 410);
    assert.equal((await web.get(link)).headers.get('set-cookie'), null);
  });

  it('about nothing that we find under the address is left to staff, who match or refuse it', async () => {
    const { id } = await patron();
    await declare('cancel', 'other.address@readers.example');
    const found = await newest();
    const answer = await prove('other.address@readers.example', id);
    assert.match(answer.body, /Somebody will look into it/);
    assert.notEqual((await newest()).provedAt, null);
    const matched = await matchDeclaration(services, system, {
      declarationId: found.id,
      about: 'membership',
      contractId: id,
    });
    assert.equal(matched.state, 'done');
    await declare('cancel', 'third@readers.example');
    const third = await newest();
    await refuseDeclaration(services, system, { declarationId: third.id, reason: 'nothing is known of it' });
    const told = await mailsTo('third@readers.example');
    assert.ok(told.some(({ text }) => text?.includes('nothing is known of it')));
    await assert.rejects(
      matchDeclaration(services, system, { declarationId: third.id, about: 'membership', contractId: id }),
      /refused already/,
    );
  });

  it('bombs no mailbox: three receipts a day to one address, and every one counts', async () => {
    const address = 'victim@readers.example';
    for (let index = 0; index < 8; index += 1) await declare('cancel', address);
    assert.equal((await mailsTo(address)).length, 3);
    const all = await db.selectFrom('declarations').select('id').where('address', '=', address).execute();
    assert.equal(all.length, 8);
    const headers = { 'x-forwarded-for': '203.0.113.9' };
    const statuses: number[] = [];
    for (let index = 0; index < 14; index += 1)
      statuses.push((await declare('cancel', `v${index}@readers.example`, {}, headers)).status);
    assert.equal(statuses.filter((status) => status === 429).length, 2);
  });
});

describe('a withdrawal', () => {
  it('ends the membership and gives all back, by hand where it came by transfer', async () => {
    const { id, address } = await patron();
    await declare('withdraw', address);
    const answer = await prove(address, id);
    assert.match(answer.body, /€3 is paid back to you by transfer/);
    const { state, endedAt } = await membership(id);
    assert.equal(state, 'ended');
    assert.notEqual(endedAt, null);
    const { id: declarationId, refunds, refundByHand } = await newest();
    assert.deepEqual([(refunds as Array<{ amount: number }>)[0]?.amount, refundByHand], [300, true]);
    await noteRefunded(db, system, declarationId);
    const payment = db.selectFrom('payments').select('refunded').where('membershipId', '=', id);
    assert.deepEqual(await payment.execute(), [{ refunded: 300 }]);
    await assert.rejects(noteRefunded(db, system, declarationId), /nothing is left to be paid back by hand/);
    assert.deepEqual(await payment.execute(), [{ refunded: 300 }]);
  });

  it('is pro rata by whole days where the start was asked for at once, in the reader’s favour', async () => {
    const { id, address } = await patron({ daysAgo: 7.9, immediateStart: true });
    await declare('withdraw', address);
    await prove(address, id);
    const [refund] = (await newest()).refunds as Array<{ amount: number }>;
    assert.equal(refund?.amount, 230);
    const used = { amount: 1_000, from: new Date(0), until: new Date(30 * day) };
    assert.equal(unusedPart({ ...used, at: new Date(day - 1) }), 1_000);
    assert.equal(unusedPart({ ...used, at: new Date(10 * day) }), 667);
    assert.equal(unusedPart({ ...used, at: new Date(90 * day) }), 0);
  });

  it('after the fourteen days is refused with the reason, and may become a cancellation, once', async () => {
    const { id, address } = await patron({ daysAgo: 20 });
    await declare('withdraw', address);
    const late = await newest();
    const link = linkIn((await mailsTo(address)).at(-1)?.text, 'declarations');
    const answer = await post(link, { own: `membership.${id}` });
    assert.match(answer.body, /14 days/);
    assert.equal((await membership(id)).cancelAt, null);
    const instead = await Promise.all([1, 2].map(() => post(`${link}/instead`, {})));
    assert.ok(instead.every(({ status }) => status === 200));
    const made = await newest();
    assert.deepEqual([made.kind, made.state, made.receivedAt], ['cancel', 'done', late.receivedAt]);
    assert.notEqual((await membership(id)).cancelAt, null);
  });

  it('is about nothing that was bought in the other mode of Stripe', async () => {
    const { id, address } = await patron();
    await db.updateTable('memberships').set({ livemode: false }).where('id', '=', id).execute();
    await updateMode(db, true);
    await declare('withdraw', address);
    const link = linkIn((await mailsTo(address)).at(-1)?.text, 'declarations');
    assert.doesNotMatch((await web.get(link)).body, new RegExp(`membership\\.${id}`));
    const match = { declarationId: (await newest()).id, about: 'membership', contractId: id } as const;
    await assert.rejects(matchDeclaration(services, system, match), /was bought in test mode/);
    await updateMode(db, false);
    assert.match((await web.get(link)).body, new RegExp(`membership\\.${id}`));
  });

  it('counts from when it was received, however late it is matched', async () => {
    const { id } = await patron({ daysAgo: 40 });
    const contract = await requireContract(db, 'membership', id);
    const receivedAt = new Date(Date.now() - 39 * day);
    const decision = await decide(db, { id: -1, kind: 'withdraw', receivedAt }, contract, {
      now: new Date(),
      bills: null,
    });
    assert.equal(decision.outcome, 'end');
  });

  it('may be made until the fourteenth day is over everywhere, or the Monday after', () => {
    assert.equal(withdrawalEnds(new Date('2026-11-03T23:00:00Z')).toISOString(), '2026-11-18T12:00:00.000Z');
    // The 14th is a Saturday.
    assert.equal(withdrawalEnds(new Date('2026-10-31T08:00:00Z')).toISOString(), '2026-11-17T12:00:00.000Z');
  });

  it('is finished by the sweep where who began it has died, once with two workers', async () => {
    const { id, address } = await patron();
    await declare('withdraw', address);
    const { id: declarationId } = await newest();
    await db
      .updateTable('declarations')
      .set({
        state: 'matched',
        membershipId: id,
        matchedAt: new Date(),
        endsAt: new Date(),
        triedAt: new Date(),
      })
      .where('id', '=', declarationId)
      .execute();
    await finishDeclarations(services, new Date(Date.now() + 30_000));
    assert.equal((await membership(id)).state, 'active');
    const later = new Date(Date.now() + 61_000);
    await Promise.all([finishDeclarations(services, later), finishDeclarations(services, later)]);
    assert.equal((await membership(id)).state, 'ended');
    assert.equal((await newest()).state, 'done');
    const events = await db.selectFrom('events').select(['kind', 'data']).execute();
    const ends = events.filter(
      ({ kind, data }) =>
        kind === 'membership-ended' && (data as { membershipId: number }).membershipId === id,
    );
    assert.equal(ends.length, 1);
  });
});
