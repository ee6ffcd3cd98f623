import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { system } from '../../src/access/actor.ts';
import { cancelSend, pauseSend } from '../../src/delivery/control.ts';
import { pruneHistory } from '../../src/delivery/prune-history.ts';
import { sendCorrection } from '../../src/editions/corrections/send-correction.ts';
import { writeCorrection } from '../../src/editions/corrections/write-correction.ts';
import { setRules } from '../../src/editions/rules.ts';
import { setPublication } from '../../src/publication/publication.ts';
import { afterWords } from '../../src/reports/pages/words.ts';
import { type Answer, verdictOf } from '../../src/reports/why/answer.ts';
import { explainDelivery } from '../../src/reports/why/explain-delivery.ts';
import { whySentences } from '../../src/reports/why/sentences.ts';
import { addSubscriber } from '../../src/subscribers/add-subscriber.ts';
import { eraseSubscriber } from '../../src/subscribers/erase.ts';
import { suppressAddress } from '../../src/subscribers/suppress-address.ts';
import { unsubscribe } from '../../src/subscribers/unsubscribe.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { commandFor } from '../support/command.ts';
import { addStaff, signInAtDesk } from '../support/desk.ts';
import { assembleDigest } from '../support/digest.ts';
import { startRelay } from '../support/relay.ts';
import { idOf, launchDigest } from '../support/reported.ts';
import { deliverAll } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';
import { startWeb } from '../support/web.ts';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);
await setPublication(db, system, { timeZone: 'Europe/Kyiv' });
await addReaders(services, daily, 12);
await setRules(db, system, daily.id, { minArticles: 1 });

const reader = (number: number): string => `reader${number}@readers.example`;
const add = (address: string) =>
  addSubscriber(services, {
    actor: system,
    address,
    newsletterIds: [daily.id],
    attestation: 'a test',
    source: 'sample',
  });
const leave = async (address: string) =>
  unsubscribe(
    services,
    { subscriberId: await idOf(services, address), newsletterId: daily.id },
    { source: 'test' },
  );

let id = 0;

const explain = (address: string, editionId = id) =>
  explainDelivery(services, system, { editionId, whom: { address } });

/** The kind of the answer, its verdict, and its words. */
async function answer(address: string, editionId = id): Promise<[Answer['kind'], string, string]> {
  const explained = await explain(address, editionId);
  const sentences = whySentences(explained, afterWords('en').why, () => 'T');
  return [explained.answer.kind, verdictOf(explained.answer), sentences.join(' ')];
}

/** Puts a row into a state that takes a disaster to come about. */
async function force(address: string, changes: string): Promise<void> {
  await sql`update deliveries set ${sql.raw(changes)} where edition_id = ${id} and address = ${address}`.execute(
    db,
  );
}

describe('why somebody got an edition, or did not', () => {
  before(async () => {
    // Before it goes out.
    await suppressAddress(services, system, reader(2), ['bulk']);
    await leave(reader(3));
    await add('erased@readers.example');
    await eraseSubscriber(services, system, 'erased@readers.example');
    await db
      .insertInto('subscribers')
      .values({
        address: 'never@readers.example',
        addressKey: 'never@readers.example',
        addressHash: Buffer.from('never'),
      })
      .execute();
    await db
      .insertInto('subscribers')
      .values({
        address: 'asked@readers.example',
        addressKey: 'asked@readers.example',
        addressHash: Buffer.from('asked'),
      })
      .execute();
    await db
      .insertInto('subscriptions')
      .values({
        subscriberId: await idOf(services, 'asked@readers.example'),
        newsletterId: daily.id,
        state: 'pending',
      })
      .execute();
    id = await launchDigest(services, 'Why me');
    await db
      .updateTable('deliveries')
      .set({ dueAt: new Date(Date.now() + 3 * 3_600_000) })
      .where('editionId', '=', id)
      .where('address', '=', reader(4))
      .execute();
    // While it goes out.
    await leave(reader(5));
    const relay = await startRelay({
      refuseRecipient: (address) => {
        if (address === reader(6))
          return Object.assign(new Error('5.1.1 no such user'), { responseCode: 550 });
        if (address === reader(7))
          return Object.assign(new Error('4.2.2 mailbox full'), { responseCode: 452 });
        return null;
      },
    });
    await deliverAll(services, relay.url, id);
    await add('late@readers.example');
    // What came back, and what only a disaster leaves.
    await db
      .insertInto('reports')
      .values({
        source: 'smtp',
        externalId: 'one',
        kind: 'bounce',
        class: 'hard',
        status: '5.2.1',
        reply: 'the account is closed',
        editionId: id,
        subscriberId: await idOf(services, reader(8)),
        decision: 'suppressed',
      })
      .execute();
    await force(reader(9), `state = 'uncertain', reason = 'the worker ended before the outcome was known'`);
    await force(reader(10), `state = 'sending'`);
    await force(
      reader(11),
      `state = 'failed', reply_class = 'expired', reply = '451 try later', attempt = 4`,
    );
    await force(reader(12), `state = 'failed', reply_class = 'sender', reply = '550 SPF fails'`);
  });

  const cases: Array<[string, Answer['kind'], string, RegExp]> = [
    [reader(1), 'sent', 'yes', /handed over at T .*nothing has come back.*Subject 1: “Why me”/],
    [reader(2), 'suppressed', 'no', /suppressed the address by hand, at T\./],
    [reader(3), 'left-before', 'no', /had left the newsletter at T, before it went out/],
    [reader(4), 'morning', 'not-yet', /held for an hour of their own/],
    [reader(5), 'suppressed', 'no', /have unsubscribed, at T, while the edition went out/],
    [reader(6), 'refused', 'no', /refused for good at T.*no such user/],
    [reader(7), 'deferred', 'not-yet', /put off.*once; it is tried again at T.*mailbox full/],
    [reader(8), 'bounced-later', 'no', /came back at T for good.*5\.2\.1 the account is closed/],
    [reader(9), 'uncertain', 'unknown', /they may have it or not/],
    [reader(10), 'in-hand', 'not-yet', /being handed over since T/],
    [reader(11), 'expired', 'no', /put off 4 times and expired at T.*try later/],
    [reader(12), 'our-fault', 'no', /a fault of ours.*SPF fails/],
    ['late@readers.example', 'confirmed-after', 'no', /confirmed at T, after the readers were counted/],
    ['never@readers.example', 'not-subscribed', 'no', /never subscribed/],
    ['asked@readers.example', 'unconfirmed', 'no', /never confirmed/],
    ['erased@readers.example', 'erased', 'no', /asked to be erased/],
    ['stranger@readers.example', 'unknown-address', 'no', /Nobody subscribes with this address/],
  ];
  for (const [address, kind, verdict, words] of cases)
    it(`says of ${address.split('@')[0]}: ${kind}`, async () => {
      const [found, said, sentences] = await answer(address);
      assert.deepEqual([found, said], [kind, verdict]);
      assert.match(sentences, words);
    });

  it('tells what was heard of the reader later, and whether they were asked for money', async () => {
    const subscriberId = await idOf(services, reader(1));
    for (const kind of ['complained', 'unsubscribed', 'clicked'])
      await db.insertInto('events').values({ kind, subscriberId, editionId: id }).execute();
    await force(reader(1), `appeal_decision = 'cap'`);
    const [, , sentences] = await answer(reader(1));
    for (const said of [
      /complained of spam/,
      /unsubscribed by its link/,
      /clicked once/,
      /no, was asked often enough/,
    ])
      assert.match(sentences, said);
  });

  it('says of one that has not gone out, waits, or was stopped, so', async () => {
    const draft = await assembleDigest(services, ['A story that nobody reads']);
    assert.equal((await answer(reader(1), draft))[0], 'not-launched');
    const waiting = await launchDigest(services, 'Waits');
    await pauseSend(services, waiting, system);
    assert.match((await answer(reader(4), waiting))[2], /the send is paused/);
    await cancelSend(services, waiting, system);
    assert.match(
      (await answer(reader(4), waiting))[2],
      /stopped before it came to them, at T by system:broadsheet/,
    );
  });

  it('says that a correction was for others', async () => {
    const { correction } = await writeCorrection(db, system, {
      editionId: id,
      title: 'Right',
      text: 'Wrong.',
    });
    await force(reader(11), `state = 'sent'`);
    await sql`update sends set state = 'finished', finished_at = now() where edition_id = ${id}`.execute(db);
    const send = { correctionId: correction.id, subject: 'Correction' };
    const { editionId } = await sendCorrection(services, system, send);
    assert.equal((await answer(reader(6), editionId))[0], 'not-corrected');
    assert.equal((await answer(reader(1), editionId))[0], 'queued');
    await cancelSend(services, editionId, system);
  });

  it('has words in Ukrainian for all of it', () => {
    const [en, uk] = [afterWords('en').why, afterWords('uk').why];
    assert.deepEqual(Object.keys(uk.answers), Object.keys(en.answers));
    assert.deepEqual(Object.keys(uk.appeals), Object.keys(en.appeals));
    assert.deepEqual(Object.keys(uk.suppressions), Object.keys(en.suppressions));
  });

  it('is answered by one address at the desk, for who may see readers, and from a list by one click', async () => {
    const web = await startWeb(services);
    const editor = { cookie: await signInAtDesk(services, web, await addStaff(services, 'editor')) };
    const analyst = { cookie: await signInAtDesk(services, web, await addStaff(services, 'analyst')) };
    const ask = (address: string, headers = editor) =>
      web.post(`/desk/editions/${id}/why`, { address }, headers);
    assert.match((await ask(reader(6))).body, /They did not get it.*refused for good/s);
    assert.match((await ask(' Stranger@Readers.example ')).body, /Nobody subscribes with this address/);
    const wrong = await ask('no address');
    assert.equal(wrong.status, 400);
    assert.match(wrong.body, /is not an e-mail address/);
    assert.equal((await ask(reader(6), analyst)).status, 403);
    const one = await idOf(services, reader(7));
    const page = await web.get(`/desk/editions/${id}/readers/${one}`, editor);
    assert.match(page.body, /mailbox full/);
    assert.equal((await web.get(`/desk/editions/${id}/readers/${one}`, analyst)).status, 403);
    assert.equal((await web.get(`/desk/editions/${id}/readers/987654`, editor)).status, 404);
  });

  it('is answered at the command line', async () => {
    const broadsheet = commandFor(services);
    const { code, stdout } = await broadsheet('deliveries', 'why', String(id), reader(6), '--json');
    assert.equal(code, 0);
    const told = JSON.parse(stdout) as { verdict: string; sentences: string[] };
    assert.equal(told.verdict, 'no');
    assert.match(told.sentences[0] ?? '', /refused for good/);
    const report = await broadsheet('editions', 'report', String(id), '--json');
    assert.equal((JSON.parse(report.stdout) as { edition: { id: number } }).edition.id, id);
  });

  it('can say no more once the detail is pruned', async () => {
    await sql`update sends set state = 'finished', finished_at = now() where edition_id = ${id}`.execute(db);
    await sql`update deliveries set state = 'failed' where edition_id = ${id} and state in ('waiting', 'deferred', 'sending')`.execute(
      db,
    );
    const later = new Date(Date.now() + (services.config.keepDeliveriesDays + 1) * 86_400_000);
    await pruneHistory(services, AbortSignal.timeout(20_000), later);
    assert.deepEqual((await answer(reader(1))).slice(0, 2), ['pruned', 'unknown']);
  });
});
