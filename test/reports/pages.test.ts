import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { system } from '../../src/access/actor.ts';
import type { Role } from '../../src/access/permissions.ts';
import { readBalance } from '../../src/delivery/balance.ts';
import { destinationOf } from '../../src/delivery/destinations/destination.ts';
import { providers } from '../../src/delivery/destinations/providers/index.ts';
import { foldEnded, readShares } from '../../src/delivery/shares.ts';
import { pruneHistory } from '../../src/delivery/prune-history.ts';
import { setRules } from '../../src/editions/rules.ts';
import { addNewsletter } from '../../src/publication/newsletters.ts';
import { readReport } from '../../src/reports/report/read-report.ts';
import { addSubscriber } from '../../src/subscribers/add-subscriber.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { addStaff, signInAtDesk } from '../support/desk.ts';
import { addPatron } from '../support/patrons.ts';
import { assertPeopleBehind, peopleLinks } from '../support/people-links.ts';
import { startRelay } from '../support/relay.ts';
import { idOf, launchDigest, sendDigest } from '../support/reported.ts';
import { createTestServices } from '../support/services.ts';
import { startWeb } from '../support/web.ts';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);
await addReaders(services, daily, 6);
await setRules(db, system, daily.id, { minArticles: 1 });
for (const address of ['=cmd@gmail.com', 'olena@outlook.com'])
  await addSubscriber(services, {
    actor: system,
    address,
    newsletterIds: [daily.id],
    attestation: 'a test',
    source: 'sample',
  });
const web = await startWeb(services);
const relay = await startRelay({
  refuseRecipient: (address) =>
    address.startsWith('reader1@')
      ? Object.assign(new Error('5.1.1 no such user here'), { responseCode: 550 })
      : null,
});

const cookies = new Map<Role, string>();
before(async () => {
  for (const role of ['owner', 'editor', 'reporter', 'analyst'] as const)
    cookies.set(role, await signInAtDesk(services, web, await addStaff(services, role)));
});
const headersOf = (role: Role) => ({ cookie: cookies.get(role) ?? '' });
const get = (path: string, role: Role = 'editor') => web.get(path, headersOf(role));
const look = async (path: string, role: Role = 'editor') => (await get(path, role)).body;

describe('a desk without editions', () => {
  it('says what will stand in their list', async () => {
    assert.match(await look('/desk/editions'), /There is no edition yet/);
    assert.match(await look('/desk/editions?words=bridge'), /None is like this/);
    assert.equal((await get('/desk/editions/1/report')).status, 404);
    assert.equal((await get('/desk/editions/1/sending')).status, 404);
  });
});

describe('the report of an edition', () => {
  let first = 0;
  let id = 0;
  before(async () => {
    first = await sendDigest(services, relay, 'The day before');
    id = await sendDigest(services, relay, 'The bridge opens');
    const revision = await db
      .selectFrom('links')
      .select(['revisionId', 'number'])
      .where('revisionId', '=', sql<number>`(select revision_id from sends where edition_id = ${id})`)
      .orderBy('number')
      .execute();
    const [lead] = revision;
    await db
      .updateTable('links')
      .set({ people: 41, machines: 9 })
      .where('revisionId', '=', lead?.revisionId ?? 0)
      .where('number', '=', lead?.number ?? 0)
      .execute();
    const reader2 = await idOf(services, 'reader2@readers.example');
    for (const kind of ['complained', 'unsubscribed', 'unsubscribed'])
      await db.insertInto('events').values({ kind, subscriberId: reader2, editionId: id }).execute();
    const reader3 = await idOf(services, 'reader3@readers.example');
    for (const machine of [true, false, false])
      await db
        .insertInto('events')
        .values({
          kind: 'clicked',
          subscriberId: reader3,
          editionId: id,
          data: sql`${JSON.stringify({ machine })}::jsonb`,
        })
        .execute();
    await addPatron(db, 'reader4@readers.example', { editionId: id, rail: 'transfer' });
    await db
      .insertInto('payments')
      .values({
        purpose: 'membership',
        rail: 'transfer',
        amount: 1250,
        currency: 'eur',
        settledAt: new Date(),
        editionId: id,
      })
      .execute();
  });

  it('balances to the person, with every number a way to those behind it, for who may see them', async () => {
    const page = await look(`/desk/editions/${id}/report`);
    assert.match(page, /what=sent" aria-label="Handed over: 7">7</);
    assert.match(page, /what=failed&amp;detail=hard" aria-label="the mailbox is not there: 1">1</);
    assert.match(page, /what=eligible" aria-label="All: 8">8</);
    assert.match(
      page,
      /no such mailbox <span class="soft small">5\.1\.1, for good<\/span><\/th><td><a href="[^"]*what=reported&amp;detail=hard%3A5\.1\.1" aria-label="no such mailbox \(5\.1\.1, for good\): 1">1</,
    );
    for (const role of ['reporter', 'analyst'] as const) {
      const plain = await look(`/desk/editions/${id}/report`, role);
      assert.match(plain, /Handed over/);
      assert.ok(!plain.includes('/people?'), role);
      assert.ok(!plain.includes('readers.example'), role);
      assert.equal((await get(`/desk/editions/${id}/people?what=sent`, role)).status, 403);
    }
  });

  it('counts each person once who left, complained or clicked, and no program', async () => {
    const { edition, counts, traced, clicks } = await readReport(db, system, id);
    assert.deepEqual(
      [edition.unsubscribed, edition.complained, edition.clickers, counts.sent, counts.failed],
      [1, 1, 1, 7, 1],
    );
    assert.deepEqual([clicks.people, clicks.machines], [41, 9]);
    assert.equal(clicks.blocks.find(({ kind }) => kind === 'lead')?.people, 41);
    assert.deepEqual(traced, {
      editionId: id,
      patrons: 1,
      given: [{ currency: 'eur', amount: 1250, payments: 1 }],
    });
  });

  it('shows the money that came by it, each currency with its payments, on the page and in the CSV', async () => {
    const payments = [
      { currency: 'eur', amount: 800, editionId: id },
      { currency: 'uah', amount: 50_000, editionId: id },
      { currency: 'eur', amount: 99_900, editionId: first },
    ];
    for (const payment of payments)
      await db
        .insertInto('payments')
        .values({ purpose: 'membership', rail: 'transfer', settledAt: new Date(), ...payment })
        .execute();
    const page = (await look(`/desk/editions/${id}/report`, 'analyst')).replaceAll('\u00A0', ' ');
    assert.match(page, /New patrons and money/);
    assert.match(page, /<dt>New patrons<\/dt><dd>1<\/dd>/);
    const shown = [...page.matchAll(/<dt>Money<\/dt><dd>([^<]+)<small>([^<]+)<\/small>/g)];
    assert.deepEqual(
      shown.map(([, amount, count]) => [amount?.trim(), count]),
      [
        ['€20.50', '2 payments'],
        ['₴500', '1 payment'],
      ],
    );
    const csv = await look(`/desk/editions/${id}/report.csv`, 'analyst');
    const rows = csv.split('\n').filter((line) => line.startsWith('traced'));
    assert.deepEqual(rows, [
      'traced,patrons,1',
      'traced_minor_units,eur,2050',
      'traced_payments,eur,2',
      'traced_minor_units,uah,50000',
      'traced_payments,uah,1',
    ]);
    assert.match(await look(`/desk/editions/${first}/report`), /€999/);
  });

  it('shows the clicks of likely people beside all clicks', async () => {
    const page = await look(`/desk/editions/${id}/report`, 'analyst');
    assert.match(page, /<dt>By people, as far as can be told<\/dt><dd>41<\/dd>/);
    assert.match(page, /<dt>All, programs too<\/dt><dd>50<\/dd>/);
    const csv = await look(`/desk/editions/${id}/report.csv`, 'analyst');
    assert.match(csv, /\nclicks,people,41\nclicks,machines,9\nclicks,all,50\n/);
  });

  it('has its mail as it was sent, with the clicks at each story, in a frame that does nothing', async () => {
    const page = await look(`/desk/editions/${id}/report`, 'analyst');
    assert.match(page, new RegExp(`<iframe[^>]* sandbox=""[^>]* src="/desk/editions/${id}/report/mail"`));
    const [, lead = ''] = />([^<]+)<\/span><\/th><td>41<\/td><td>100%<\/td>/.exec(page) ?? [];
    assert.match(lead, /^Story \d/);
    const rows = [...page.matchAll(/<span class="small soft">[^<]+<\/span> <span lang="en">/g)];
    const { status, headers, body } = await get(`/desk/editions/${id}/report/mail`, 'analyst');
    assert.equal(status, 200);
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'.*; sandbox$/);
    const badge = '<span aria-hidden="true">41</span><small> 41 clicks: </small></span>';
    // The last words of a headline are held together.
    assert.ok(body.replaceAll('\u00A0', ' ').includes(badge + lead), 'the clicks stand before it');
    assert.match(body, /<span class="clicks none"><i><i style="width:0px">/);
    assert.equal([...body.matchAll(/<span class="clicks/g)].length, rows.length, 'each link once');
    assert.doesNotMatch(body, /[\uE000-\uE005]|@readers\.example|href="(?!#|https?:)/);
    assert.equal((await get('/desk/editions/987654/report/mail')).status, 404);
  });

  it('stands beside the editions before it, as pictures in light and dark, and in numbers', async () => {
    const page = await look(`/desk/editions/${id}/report`);
    assert.match(page, /alt="Clicks a mail: The Daily Courier 2 585.7%/);
    assert.match(page, new RegExp(`/desk/editions/${first}/report`));
    const light = await get(`/desk/editions/${id}/plot/clicks`, 'analyst');
    assert.equal(light.headers.get('content-type'), 'image/svg+xml; charset=utf-8');
    assert.match(light.body, /^<svg /);
    assert.notEqual(light.body, (await get(`/desk/editions/${id}/plot/clicks?dark=1`)).body);
    assert.equal((await get(`/desk/editions/${id}/plot/nonsense`)).status, 404);
    assert.match(await look(`/desk/editions/${first}/report`), /nothing to compare it with/);
  });

  it('can be taken along as CSV, in which nothing is a formula', async () => {
    const csv = await get(`/desk/editions/${id}/report.csv`, 'analyst');
    assert.match(csv.headers.get('content-disposition') ?? '', /^attachment; filename="?edition-\d+\.csv"?$/);
    assert.match(csv.body, /^part,name,value\n/);
    assert.match(csv.body, /\nbalance,sent,7\n/);
    assert.match(
      await look(`/desk/editions/${id}/history.csv`, 'analyst'),
      /\n\d+,2,The bridge opens,.*,8,7,41,9,/,
    );
    const people = await get(`/desk/editions/${id}/people.csv?what=sent`, 'owner');
    assert.match(people.body, /^subscriber_id,address,state,at,detail\n/);
    assert.equal(people.body.trim().split('\n').length, 8);
    assert.match(people.body, /,'=cmd@gmail\.com,sent,/);
    assert.equal((await get(`/desk/editions/${id}/people.csv?what=sent`, 'editor')).status, 403);
    const log = await db
      .selectFrom('auditLog')
      .select('subject')
      .where('action', '=', 'edition.export-people')
      .execute();
    assert.deepEqual(log, [{ subject: `edition:${id}` }]);
  });

  it('gives no file of people to whoever has only the cookie', async () => {
    await db
      .updateTable('staffSessions')
      .set({ authenticatedAt: new Date(Date.now() - 11 * 60_000) })
      .execute();
    const answer = await get(`/desk/editions/${id}/people.csv?what=sent`, 'owner');
    assert.match(answer.headers.get('location') ?? '', /^\/desk\/sign-in-again/);
  });

  it('lists the people behind each number, searched by how an address begins', async () => {
    const people = async (query: string) =>
      [
        ...(await look(`/desk/editions/${id}/people?${query}`)).matchAll(/<strong>([^<]+@[^<]+)<\/strong>/g),
      ].map(([, address]) => address);
    assert.equal((await people('what=eligible')).length, 8);
    assert.deepEqual(await people('what=failed&detail=hard'), ['reader1@readers.example']);
    assert.deepEqual(await people('what=failed&detail=soft'), []);
    assert.deepEqual(await people('what=sent&q=reader3'), ['reader3@readers.example']);
    assert.deepEqual(await people('what=sent&q=READER5@'), ['reader5@readers.example']);
    assert.deepEqual(await people('what=sent&q=read%25'), []);
    assert.deepEqual(await people('what=unsubscribed'), ['reader2@readers.example']);
    assert.deepEqual(await people('what=clicked'), ['reader3@readers.example']);
    assert.deepEqual(await people('what=patrons'), ['reader4@readers.example']);
    const reader1 = ['reader1@readers.example'];
    assert.deepEqual(await people('what=reported'), reader1);
    assert.deepEqual(await people('what=reported&detail=hard%3A5.1.1'), reader1);
    assert.deepEqual(await people('what=reported&detail=hard%3A5.1.1&q=reader1'), reader1);
    for (const none of [
      'detail=soft%3A5.1.1',
      'detail=hard%3A5.2.1',
      'detail=hard',
      'q=reader2',
      'after=999999',
    ])
      assert.deepEqual(await people(`what=reported&${none}`), [], none);
    assert.match(
      await look(`/desk/editions/${id}/people?what=reported&detail=hard%3A5.1.1`),
      /Bounces of every reason<\/h1>[\s\S]*: no such mailbox \(5\.1\.1, for good\)/,
    );
    assert.match(
      await look(`/desk/editions/${id}/people?what=cancelled`),
      /Nobody stands behind this number/,
    );
    assert.equal((await get(`/desk/editions/${id}/people?what=nonsense`)).status, 404);
    assert.equal((await get(`/desk/editions/${id}/people?what=sent&after=x`)).status, 400);
  });

  it('speaks Ukrainian to whoever works in it', async () => {
    await db.updateTable('staff').set({ language: 'uk' }).where('role', '=', 'analyst').execute();
    assert.match(await look(`/desk/editions/${id}/report`, 'analyst'), /Що сталося з читачами/);
    assert.match(await look('/desk/editions', 'analyst'), /Усі випуски, найновіші спершу/);
  });

  it('counts on when its detail is pruned, and says that nobody can be told apart', async () => {
    const later = new Date(Date.now() + (services.config.keepDeliveriesDays + 1) * 86_400_000);
    await pruneHistory(services, AbortSignal.timeout(20_000), later);
    const { counts, failures, edition } = await readReport(db, system, id);
    assert.deepEqual([counts.sent, counts.failed, failures], [7, 1, [{ name: 'hard', count: 1 }]]);
    assert.ok(edition.prunedAt !== null);
    assert.match(await look(`/desk/editions/${id}/report`), /Only counts are kept since/);
    assert.match(await look(`/desk/editions/${id}/people?what=sent`), /The detail of this edition is pruned/);
  });
});

describe('an edition to which everything has happened', () => {
  let id = 0;
  const own = (name: string) => sql`${`${name}@readers.example`}`;
  before(async () => {
    id = await launchDigest(services, 'All at once');
    const become = (name: string, state: string, why: { reply?: string; reason?: string } = {}) =>
      sql`update deliveries set state = ${state}::delivery_state, reply_class = ${why.reply ?? null}, reason = ${why.reason ?? null}
        where edition_id = ${id} and address = ${own(name)}`.execute(db);
    await become('reader1', 'failed', { reply: 'hard' });
    await become('reader2', 'suppressed', { reason: 'unsubscribed' });
    await become('reader3', 'uncertain');
    await become('reader4', 'cancelled');
    await become('reader5', 'deferred');
    await sql`update deliveries set state = 'sent' where edition_id = ${id} and address like '%@outlook.com'`.execute(
      db,
    );
    await sql`update deliveries set state = 'failed', reply_class = 'soft' where edition_id = ${id} and address like '%@gmail.com'`.execute(
      db,
    );
    const olena = await idOf(services, 'olena@outlook.com');
    for (const kind of ['sender-fault', 'bounced', 'complained', 'unsubscribed'])
      await db.insertInto('events').values({ kind, subscriberId: olena, editionId: id }).execute();
    const said = { kind: 'bounce', class: 'hard', status: '5.1.2', editionId: id, source: 'smtp' };
    await db
      .insertInto('reports')
      .values({ ...said, externalId: 'all', subscriberId: olena })
      .execute();
    await addPatron(db, 'patron@readers.example', { editionId: id, rail: 'transfer' });
  });

  it('has as many people behind each of its numbers as the number says', async () => {
    const numbers = await assertPeopleBehind(await look(`/desk/editions/${id}/report`, 'owner'), (path) =>
      look(path, 'owner'),
    );
    // Of the patron nothing is kept, who is counted all the same.
    assert.match(await look(`/desk/editions/${id}/people?what=patrons`, 'owner'), /<strong>erased<\/strong>/);
    assert.deepEqual(numbers, {
      'Handed over': 1,
      Failed: 2,
      'the mailbox is not there': 1,
      'refused for now, and for good in the end': 1,
      'Not mailed, for a reason': 1,
      unsubscribed: 1,
      Uncertain: 1,
      'Stopped before': 1,
      'Still to go': 2,
      All: 8,
      'Unsubscribed by its link': 1,
      'Complaints of spam': 1,
      'Refused at once: no such mailbox': 1,
      'Came back later: no such mailbox': 1,
      'Came back for our own fault': 1,
      'no such domain (5.1.2, for good)': 1,
      'New patrons': 1,
      'Gmail, Failed': 1,
      'Outlook and Hotmail, Handed over': 1,
      'All others, Failed': 1,
      'All others, Still to go': 2,
    });
  });

  it('has them behind the numbers of the page on which it goes out, for who may see them', async () => {
    const page = await look(`/desk/editions/${id}/sending`);
    assert.deepEqual(await assertPeopleBehind(page, look), {
      Sent: 1,
      Deferred: 1,
      Failed: 2,
      'Still to go': 1,
      'Gmail, Failed': 1,
      'Outlook and Hotmail, Sent': 1,
      'All others, Deferred': 1,
      'All others, Failed': 1,
      'All others, Still to go': 1,
    });
    const ids = [...page.matchAll(/ id="(behind-[^"]+)"/g)].map(([, name]) => name);
    assert.equal(new Set(ids).size, 9);
    assert.deepEqual(peopleLinks(await look(`/desk/editions/${id}/sending`, 'analyst')), []);
  });

  it('names the part of them on their page, and keeps to it in search and in the file', async () => {
    const at = `/desk/editions/${id}/people?what=failed&to=gmail`;
    const page = await look(at);
    assert.match(page, /<h1>Failed<\/h1>[\s\S]*: Gmail<\/p>/);
    assert.match(page, /<input type="hidden" name="to" value="gmail">/);
    assert.match(await look(`${at}&q=read`), /Nobody of these has an address that begins so/);
    assert.match(await look(`/desk/editions/${id}/people?what=sent&to=mars`), /There is nobody/);
    assert.equal((await get(`/desk/editions/${id}/people?what=sent&text=x`)).status, 404);
    await db.updateTable('staffSessions').set({ authenticatedAt: new Date() }).execute();
    const file = await look(`/desk/editions/${id}/people.csv?what=failed&to=gmail`, 'owner');
    assert.deepEqual(
      file
        .trim()
        .split('\n')
        .map((line) => line.split(',')[1]),
      ['address', "'=cmd@gmail.com"],
    );
  });
});

describe('the list of editions', () => {
  it('has every state, is searched by words, newsletter and state, and leads to reports', async () => {
    await launchDigest(services, 'On its way 100%');
    const page = await look('/desk/editions');
    assert.match(page, /The bridge opens/);
    assert.match(page, /7 of 8 handed over/);
    assert.match(page, /Watch it go out/);
    assert.match(await look('/desk/editions?words=100%25'), /On its way 100%/);
    assert.ok(!(await look('/desk/editions?words=100%25')).includes('The bridge opens'));
    assert.ok(!(await look('/desk/editions?state=finished')).includes('On its way'));
    assert.match(await look('/desk/editions?newsletter=none-such'), /None is like this/);
  });
});

describe('the counts that pages read', () => {
  it('know the groups of domains as the workers do', async () => {
    const addresses = [
      ...providers.flatMap(({ domains }) => domains.map((domain) => `Reader@${domain.toUpperCase()}`)),
      'reader@readers.example',
      '',
    ];
    const { rows } = await sql<{ group: string }>`
      select destination_group(address) as group from unnest(${addresses}::text[]) with ordinality as a (address, n) order by n`.execute(
      db,
    );
    const known = new Set(providers.map(({ name }) => name));
    const expected = addresses.map((address) => {
      const destination = destinationOf(address);
      return known.has(destination) ? destination : 'other';
    });
    assert.deepEqual(
      rows.map(({ group }) => group),
      expected,
    );
  });

  it('are the balance’s at every moment, and stay so when they are put together', async () => {
    const editionId = await sendDigest(services, relay);
    const total = async () => {
      const shares = await readShares(db, [editionId]);
      const of = (state: string) =>
        shares.filter((one) => one.state === state).reduce((sum, one) => sum + one.count, 0);
      return { sent: of('sent'), failed: of('failed'), pending: of('waiting') + of('deferred') };
    };
    const { sent, failed, pending } = await readBalance(db, editionId);
    assert.deepEqual(await total(), { sent, failed, pending });
    await foldEnded(services);
    assert.deepEqual(await total(), { sent, failed, pending });
    const rows = await db
      .selectFrom('deliveryShares')
      .select('batch')
      .where('editionId', '=', editionId)
      .execute();
    assert.ok(rows.every(({ batch }) => batch === -1));
    const byPlace = (await readShares(db, [editionId])).filter(({ state }) => state === 'sent');
    assert.deepEqual(Object.fromEntries(byPlace.map(({ destination, count }) => [destination, count])), {
      gmail: 1,
      other: 5,
      outlook: 1,
    });
  });
});

describe('an edition after many others', () => {
  it('is compared with the thirty before it, and with none of another newsletter', async () => {
    const { id: newsletterId } = await addNewsletter(db, system, { slug: 'weekly', name: 'The Week' });
    const numbers = Array.from({ length: 35 }, (_, index) => index + 1);
    const shape = { newsletterId, language: 'en', timeZone: 'UTC', state: 'launched' };
    const made = await db
      .insertInto('editions')
      .values(numbers.map((number) => ({ ...shape, number, slug: `week-${number}` })))
      .returning('id')
      .execute();
    const expiresAt = new Date();
    await db
      .insertInto('sends')
      .values(made.map(({ id }) => ({ editionId: id, state: 'finished', expiresAt })))
      .execute();
    const last = made.at(-1)?.id ?? 0;
    const { history } = await readReport(db, system, last);
    assert.deepEqual(
      history.map(({ number }) => number),
      numbers.slice(4).toReversed(),
    );
    const page = await look(`/desk/editions/${last}/report`);
    const rows = [...page.matchAll(/<th scope="row"><a href="[^"]*\/report">(\d+)<\/a><\/th>/g)];
    assert.deepEqual(
      rows.map(([, number]) => Number(number)),
      numbers.slice(4, -1).toReversed(),
    );
    const { body } = await get(`/desk/editions/${last}/plot/clicks`, 'analyst');
    const labels = [...body.matchAll(/>(\d+)</g)].map(([, number]) => Number(number));
    assert.ok(labels.length > 3 && labels.every((number) => number > 4), labels.join());
    const csv = await look(`/desk/editions/${last}/history.csv`, 'analyst');
    assert.equal(csv.trim().split('\n').length, 32);
  });
});
