import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, describe, it } from 'node:test';
import { sql } from 'kysely';
import { type Block, contrast } from '../../emails/index.ts';
import { system } from '../../src/access/actor.ts';
import { approve } from '../../src/editions/approve.ts';
import type { CheckTools } from '../../src/editions/checks/check-kind.ts';
import { faultsOfContrast } from '../../src/editions/checks/contrast.ts';
import { readReport } from '../../src/editions/checks/filter.ts';
import { findSpamAssassin, runChecks } from '../../src/editions/checks/run-checks.ts';
import { editEdition } from '../../src/editions/edit.ts';
import { requireEdition } from '../../src/editions/edition.ts';
import type { FaultFacts } from '../../src/editions/faults.ts';
import { preFlight } from '../../src/editions/pre-flight.ts';
import { setRules } from '../../src/editions/rules.ts';
import { openNewsroom } from '../support/cast.ts';
import { addStaff, signInAtDesk } from '../support/desk.ts';
import { assembleDigest } from '../support/digest.ts';
import { skipWithout } from '../support/needs.ts';
import { createTestServices } from '../support/services.ts';
import { startWeb } from '../support/web.ts';

const asked: string[] = [];
const site = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://site');
  asked.push(`${request.method} ${pathname}`);
  const status = Number(/^\/status\/(\d+)/.exec(pathname)?.[1] ?? 200);
  if (pathname === '/no-head' && request.method === 'HEAD') return void response.writeHead(404).end();
  if (pathname === '/never') return;
  const to: Record<string, string> = {
    '/paywall': '/account/login?next=1',
    '/news/moved': '/',
    '/inside': 'http://169.254.169.254/latest',
    '/on': '/status/200',
  };
  if (to[pathname] !== undefined) return void response.writeHead(302, { location: to[pathname] }).end();
  response.writeHead(status, pathname.endsWith('.jpg') ? { 'content-length': '700000' } : {});
  response.end(
    request.method === 'HEAD' ? '' : pathname.endsWith('.jpg') ? Buffer.alloc(700_000) : 'A story',
  );
});
site.listen(0, '127.0.0.1');
await once(site, 'listening');
const origin = originOf(site);
after(() => {
  site.closeAllConnections();
  site.close();
});

const services = await createTestServices({ fetchAllowedOrigins: [origin], smtpIsLocalInbox: false });
const { db } = services;
const daily = await openNewsroom(services);
await setRules(db, system, daily.id, { minArticles: 1 });
const web = await startWeb(services);
const editor = { cookie: await signInAtDesk(services, web, await addStaff(services, 'editor')) };
const pathOf = (editionId: number) => `/desk/editions/${editionId}`;
const nobody = new AbortController().signal;

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const no = () => Promise.reject(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }));
const published = (records: Record<string, string>): CheckTools => ({
  resolver: {
    resolveTxt: (name) => (records[name] === undefined ? no() : Promise.resolve([[records[name]]])),
    resolve4: no,
    resolve6: no,
    reverse: no,
  },
  spamassassin: null,
});

/** An edition with these links, and no others that could be asked. */
async function withLinks(...given: string[]): Promise<number> {
  const urls = given.length === 0 ? ['/on'] : given;
  const editionId = await assembleDigest(services, [`Story ${Math.random()}`]);
  const links = urls.map((url) => ({ title: url.replace(origin, ''), url: new URL(url, origin).href }));
  await editEdition(db, system, editionId, {
    editBlocks: (blocks) => [
      { kind: 'read-also', v: 1, audience: null, links },
      ...blocks.filter(({ kind }) => kind === 'footer'),
    ],
  });
  return editionId;
}

const look = async (editionId: number) => preFlight(services, await requireEdition(db, editionId));

function of<C extends FaultFacts['code']>(faults: FaultFacts[], code: C) {
  return faults.filter((fault): fault is Extract<FaultFacts, { code: C }> => fault.code === code);
}

describe('the links of an edition', () => {
  it('are looked at behind the page, which says so, and stops no approval meanwhile', async () => {
    const editionId = await withLinks('/on', '/status/404');
    const before = await look(editionId);
    assert.deepEqual(of(before.faults, 'dead-link'), []);
    assert.deepEqual([before.outside?.links.done, before.outside?.links.total], [0, 2]);
    assert.equal(before.outside?.isPending, true);
    assert.deepEqual(asked, [], 'the page asks nobody');
    await approve(services, { editionId, actor: system });
    await runChecks(services, nobody, published({}));
    const { outside, faults } = await look(editionId);
    assert.deepEqual([outside?.links.done, outside?.isPending], [2, false]);
    assert.deepEqual(
      of(faults, 'dead-link').map(({ title, why, status, block }) => [title, why, status, block]),
      [['/status/404', 'gone', 404, 0]],
    );
  });

  it('are told apart by what is wrong: gone, failing, behind a sign-in, refusing programs, led home, private', async () => {
    const paths = [
      '/status/410',
      '/status/503',
      '/status/401',
      '/status/403',
      '/paywall',
      '/news/moved',
      '/inside',
      '/no-head',
      '/on',
    ];
    const editionId = await withLinks(...paths, 'http://no-such-host.invalid/x');
    await look(editionId);
    await runChecks(services, nobody, published({}));
    const { faults } = await look(editionId);
    assert.deepEqual(Object.fromEntries(of(faults, 'dead-link').map(({ title, why }) => [title, why])), {
      '/status/410': 'gone',
      '/status/503': 'server-error',
      '/status/401': 'login',
      '/status/403': 'refuses',
      '/paywall': 'login',
      '/news/moved': 'home',
      'http://no-such-host.invalid/x': 'unreachable',
    });
    assert.deepEqual(
      of(faults, 'private-link').map(({ title }) => title),
      ['/inside'],
    );
    assert.ok(asked.includes('GET /no-head'), 'a server that knows no HEAD is asked by GET');
    assert.ok(!asked.includes('GET /on'));
  });

  it('are not asked again while the answer is fresh, by two workers once, and again when it is old', async () => {
    const editionId = await withLinks('/status/201');
    await look(editionId);
    await look(editionId);
    const times = () => asked.filter((one) => one.endsWith('/status/201')).length;
    await Promise.all([1, 2].map(() => runChecks(services, nobody, published({}))));
    assert.equal(times(), 1);
    await look(editionId);
    await runChecks(services, nobody, published({}));
    assert.equal(times(), 1);
    await sql`update pre_flight_checks set checked_at = now() - interval '7 hours' where kind = 'link'`.execute(
      db,
    );
    const old = await look(editionId);
    assert.deepEqual(
      [old.outside?.isPending, old.outside?.links.done],
      [true, 1],
      'the old answer stays meanwhile',
    );
    await runChecks(services, nobody, published({}));
    assert.equal(times(), 2);
  });

  it('are looked at by another where a worker was killed with some in hand', async () => {
    const editionId = await withLinks('/status/202');
    await look(editionId);
    await sql`update pre_flight_checks set lease_until = now() + interval '1 minute' where wanted_at is not null`.execute(
      db,
    );
    await runChecks(services, nobody, published({}));
    assert.equal((await look(editionId)).outside?.links.done, 0);
    await sql`update pre_flight_checks set lease_until = now() - interval '1 second' where wanted_at is not null`.execute(
      db,
    );
    await runChecks(services, nobody, published({}));
    assert.equal((await look(editionId)).outside?.links.done, 1);
  });
});

describe('the pictures of an edition', () => {
  it('are weighed as a reader loads them, ours and others’', async () => {
    const editionId = await assembleDigest(services, ['Pictured']);
    const data = Buffer.alloc(450_000, 1);
    await db
      .insertInto('images')
      .values({ hash: 'abcd', mediaType: 'image/jpeg', width: 10, height: 10, data })
      .execute();
    const image = (src: string) => ({ src, width: 600, height: 400, alt: 'A bridge', credit: '' });
    await editEdition(db, system, editionId, {
      editBlocks: (blocks) =>
        blocks.flatMap((block): Block[] =>
          block.kind === 'lead'
            ? [
                { ...block, article: { ...block.article, image: image('/i/abcd') } },
                {
                  ...block,
                  kind: 'lead',
                  article: {
                    ...block.article,
                    url: 'https://courier.example/2',
                    image: image(`${origin}/large.jpg`),
                  },
                },
              ]
            : [block],
        ),
    });
    await look(editionId);
    await runChecks(services, nobody, published({}));
    const { faults, outside } = await look(editionId);
    assert.deepEqual(
      of(faults, 'heavy-picture').map(({ bytes, block }) => [bytes, block]),
      [
        [450_000, 0],
        [700_000, 1],
      ],
    );
    assert.deepEqual(outside?.pictures, { count: 2, bytes: 1_150_000 });
  });
});

describe('the sender of an edition', () => {
  it('is looked up in DNS as the doctor does, and what is missing is said with what to publish', async () => {
    await db.deleteFrom('preFlightChecks').execute();
    await db.updateTable('senders').set({ fromAddress: 'desk@courier.org' }).execute();
    const editionId = await withLinks();
    assert.equal((await look(editionId)).outside?.sender, 'checking');
    await runChecks(services, nobody, published({ 'courier.org': 'v=spf1 ip4:192.0.2.1 ~all' }));
    const { faults, outside } = await look(editionId);
    assert.equal(outside?.sender, 'done');
    const missing = of(faults, 'sender-not-authenticated');
    assert.ok(
      missing.some(({ check, fix }) => check === 'DMARC' && (fix ?? '').includes('v=DMARC1')),
      JSON.stringify(missing),
    );
    services.config.smtpIsLocalInbox = true;
    assert.equal((await look(editionId)).outside?.sender, 'excused');
    services.config.smtpIsLocalInbox = false;
  });

  it('that is not authenticated is told on the page, with a link to where that is mended', async () => {
    const editionId = await withLinks();
    await look(editionId);
    await runChecks(services, nobody, published({ 'courier.org': 'v=spf1 ip4:192.0.2.1 ~all' }));
    const { body } = await web.get(pathOf(editionId), editor);
    const told =
      body.match(/<li[^>]*>(?:(?!<\/li>).)*The sender, DMARC: (?:(?!<\/li>).)*<\/li>/s)?.[0] ?? body;
    assert.match(told, /The sender, DMARC: [^<]+\. Publish: [^<]*v=DMARC1/);
    assert.match(told, /<a [^>]*href="\/desk\/sender"/);
    const page = await web.get('/desk/sender', editor);
    assert.equal(page.status, 200);
    assert.match(page.body, /id="authentication"/);
  });
});

describe('what filters dislike', () => {
  it('is not known where SpamAssassin is not installed, and that is said', async () => {
    const editionId = await withLinks();
    await look(editionId);
    await runChecks(services, nobody, published({}));
    assert.equal((await look(editionId)).outside?.filter?.state, 'absent');
  });

  it('is its rules with their points, for the mail as it is now', {
    skip: skipWithout('spamassassin'),
  }, async () => {
    const editionId = await withLinks();
    await editEdition(db, system, editionId, { subject: 'FREE CASH!!! Viagra, CHEAP, act now!!!' });
    await look(editionId);
    await runChecks(services, nobody, { ...published({}), spamassassin: findSpamAssassin() });
    const { outside } = await look(editionId);
    assert.ok(outside?.filter?.state === 'done', JSON.stringify(outside?.filter));
    assert.ok(outside.filter.rules.some(({ rule, text }) => rule.includes('HTML') && text !== ''));
    await editEdition(db, system, editionId, { subject: 'A calm morning' });
    assert.equal((await look(editionId)).outside?.filter, null, 'another mail is another question');
    await editEdition(db, system, editionId, { subject: 'A calmer morning' });
    await runChecks(services, nobody, { ...published({}), spamassassin: '/bin/false' });
    await editEdition(db, system, editionId, { subject: 'A calm morning' });
    const { filter, isPending } = (await look(editionId)).outside ?? {};
    assert.deepEqual(
      [filter?.state, isPending],
      ['outdated', true],
      'what nobody has come to is not looked at',
    );
  });

  it('is read out of its report, descriptions of several lines too', () => {
    const report = readReport(`X-Spam-Status: No
Content preview: Content analysis details: (9.9 points, 1.0 required)
Content analysis details:   (3.2 points, 5.0 required)

 pts rule name              description
---- ---------------------- --------------------------------------------------
 0.0 HTML_MESSAGE           BODY: HTML included in message
 3.0 SUBJ_ALL_CAPS          Subject is all capitals and goes on
                            below itself
-0.0 NO_RELAYS              Informational: message was not relayed via SMTP
`);
    assert.deepEqual(report, {
      state: 'done',
      points: 3.2,
      required: 5,
      rules: [
        { points: 3, rule: 'SUBJ_ALL_CAPS', text: 'Subject is all capitals and goes on below itself' },
        { points: 0, rule: 'HTML_MESSAGE', text: 'BODY: HTML included in message' },
      ],
    });
    assert.throws(() => readReport('nothing'), /gave no report/);
  });
});

describe('the colours of a newsletter', () => {
  it('are warned of where they cannot be read as given, until the one that is shown is taken', () => {
    assert.equal(Math.round(contrast('#000000', '#ffffff')), 21);
    for (const accent of ['#0b5394', '#0B5394', '#000000', '#990000'])
      assert.deepEqual(faultsOfContrast({ accent }), [], accent);
    for (const accent of ['#ffff00', '#ffffff', '#777777', '#ffd700', '#00b0f0', '#ff6600']) {
      const [fault] = of(faultsOfContrast({ accent }), 'contrast');
      assert.ok(fault !== undefined && fault.ratio < 4.5 && fault.accent === accent, accent);
      assert.deepEqual(faultsOfContrast({ accent: fault.shown }), [], `${accent}: ${fault.shown}`);
    }
  });
});

describe('the page of an edition', () => {
  it('says how far the looks are, links each fault to its place, and is fetched again while something is pending', async () => {
    const path = pathOf(await withLinks('/status/404', '/on', '/status/500'));
    await sql`delete from pre_flight_checks where kind = 'link'`.execute(db);
    const before = (await web.get(path, editor)).body;
    assert.match(before, /checking… 0 of 3/);
    assert.match(
      before,
      /id="faults" data-hx-get="\/desk\/editions\/\d+\?again=3"[^>]* data-hx-trigger="every 2s"/,
    );
    assert.match(before, /htmx-[0-9a-f]+\.js/);
    await runChecks(services, nobody, published({}));
    const { body } = await web.get(path, editor);
    assert.match(
      body,
      /<a href="\/desk\/editions\/\d+\/compose\?block=\w+#block-\w+">“\/status\/404”: the page is not there \(404\)\. Mend the link/,
    );
    assert.match(body, /all 3 looked at/);
    assert.match(body, /not installed where the worker runs/);
    assert.doesNotMatch(body, /data-hx-|htmx-[0-9a-f]+\.js/);
  });

  it('warns of three points of SpamAssassin and more, with a link to what it counts', async () => {
    const path = pathOf(await withLinks());
    await web.get(path, editor);
    const rules = [{ points: 3, rule: 'SUBJ_ALL_CAPS', text: 'Subject is all capitals' }];
    const say = async (points: number) => {
      const result = JSON.stringify({ state: 'done', points, required: 5, rules });
      await sql`update pre_flight_checks set result = ${result}, wanted_at = null, checked_at = now() where kind = 'filter'`.execute(
        db,
      );
      return (await web.get(path, editor)).body;
    };
    const disliked = await say(3);
    assert.match(
      disliked,
      /Worth a look<\/strong> <a href="#filter">SpamAssassin gives the mail 3 points, and from 5 on it is spam/,
    );
    assert.match(disliked, /<details id="filter">[\s\S]*Subject is all capitals/);
    const fine = await say(2.9);
    assert.doesNotMatch(fine, /SpamAssassin gives/);
    assert.match(fine, /2\.9 points; from 5 on it is spam/);
  });

  it('warns of pictures that are too heavy all together, where none is by itself', async () => {
    const editionId = await assembleDigest(services, ['Many pictures']);
    const hashes = Array.from({ length: 6 }, (_, index) => `beef${index}`);
    const data = Buffer.alloc(350_000, 1);
    const picture = { mediaType: 'image/jpeg', width: 600, height: 400, data };
    await db
      .insertInto('images')
      .values(hashes.map((hash) => ({ ...picture, hash })))
      .execute();
    const show = (count: number) =>
      editEdition(db, system, editionId, {
        editBlocks: (blocks) => {
          const lead = blocks.find((block) => block.kind === 'lead') ?? assert.fail('no lead');
          return [
            ...hashes.slice(0, count).map((hash, index) => {
              const image = { src: `/i/${hash}`, width: 600, height: 400, alt: 'A bridge', credit: '' };
              const url = `https://courier.example/pictured-${index}`;
              return { ...lead, article: { ...lead.article, url, image } };
            }),
            ...blocks.filter(({ kind }) => kind === 'footer'),
          ];
        },
      });
    const path = pathOf(editionId);
    await show(6);
    const { body } = await web.get(path, editor);
    assert.ok(
      body.includes(
        `<a href="${path}/compose#edition">All pictures together have 2051 KB; on a phone 1954 KB are much already`,
      ),
    );
    assert.doesNotMatch(body, /The picture beef/);
    await show(5);
    assert.doesNotMatch((await web.get(path, editor)).body, /All pictures together/);
  });
});
