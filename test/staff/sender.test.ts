import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkAuthentication } from '../../src/delivery/check-authentication.ts';
import type { DnsResolver } from '../../src/delivery/dns/ask.ts';
import { requirePublication } from '../../src/publication/publication.ts';
import { senderFor } from '../../src/publication/senders.ts';
import { removeSender } from '../../src/staff/sender/remove-sender.ts';
import { serviceMails } from '../../src/service-mails.ts';
import { openNewsroom } from '../support/cast.ts';
import { addStaff, signInAtDesk } from '../support/desk.ts';
import { createTestServices } from '../support/services.ts';
import { startWeb } from '../support/web.ts';

const services = await createTestServices({ trustProxy: 1 });
const { db } = services;
const daily = await openNewsroom(services);
const web = await startWeb(services);
const olena = await addStaff(services, 'owner', 'Olena');
await addStaff(services, 'owner', 'Taras');
const editor = await signInAtDesk(services, web, await addStaff(services, 'editor'));
const cookie = await signInAtDesk(services, web, olena, { 'x-forwarded-for': '10.0.0.2' });

const wanted = { name: 'The Morning', address: 'morning@courier.example', replyTo: '' };
const mails = () =>
  db.selectFrom('serviceMails').selectAll().where('kind', '=', 'sender-changed').orderBy('id').execute();
const seenIn = (body: string): string =>
  (/name="seen" value="([^"]*)"/.exec(body)?.[1] ?? assert.fail(body)).replaceAll('&quot;', '"');

describe('the page of senders', () => {
  it('shows whom mail comes from, and lets an editor look only', async () => {
    const seen = await web.get('/desk/sender', { cookie: editor });
    assert.match(seen.body, /desk@courier\.example/);
    assert.match(seen.body, /Stands on The Daily Courier/);
    assert.doesNotMatch(seen.body, /\/desk\/sender\/default/);
    assert.equal((await web.get('/desk/sender/default', { cookie: editor })).status, 403);
    const checked = await web.get('/desk/sender?check=1', { cookie: editor });
    assert.match(checked.body, /What DNS says of courier\.example/);
  });

  it('shows before and after first, and changes nothing by that', async () => {
    const form = await web.get('/desk/sender/default', { cookie });
    const review = await web.post(
      '/desk/sender/default/review',
      { ...wanted, seen: seenIn(form.body) },
      { cookie },
    );
    assert.match(review.body, /desk@courier\.example[\s\S]*morning@courier\.example/);
    assert.equal((await senderFor(db, null)).fromAddress, 'desk@courier.example');
  });

  it('says what is wrong beside what was typed', async () => {
    const wrong = { ...wanted, address: 'nobody', seen: '' };
    for (const path of ['/desk/sender/default/review', '/desk/sender/default']) {
      const { status, body } = await web.post(path, wrong, { cookie });
      assert.equal(status, 400);
      assert.match(body, /is not an address/);
      assert.match(body, /value="The Morning"/);
    }
    assert.equal((await web.get('/desk/sender/nothing', { cookie })).status, 404);
  });

  it('changes it once, tells every owner by the sender before, and has both in the log', async () => {
    const seen = seenIn((await web.get('/desk/sender/default', { cookie })).body);
    const twice = await Promise.all(
      [wanted, { ...wanted, name: 'Another' }].map((sender) =>
        web.post('/desk/sender/default', { ...sender, seen }, { cookie }),
      ),
    );
    assert.deepEqual(
      twice.map(({ status }) => status).toSorted((one, other) => one - other),
      [303, 409],
    );
    const now = await senderFor(db, null);
    assert.equal(now.fromAddress, 'morning@courier.example');
    const [first, second, ...more] = await mails();
    assert.deepEqual(more, []);
    assert.deepEqual([first?.address, second?.address], ['olena@courier.example', 'taras@courier.example']);
    const compose = serviceMails['sender-changed'] ?? assert.fail();
    const mail = await compose(services, first ?? assert.fail());
    assert.ok('sender' in mail && mail.sender?.fromAddress === 'desk@courier.example');
    assert.match(mail.text, /The Courier <desk@courier\.example>/);
    assert.match(mail.text, /morning@courier\.example/);
    assert.match(mail.text, /Olena <olena@courier\.example>/);
    const log = await db
      .selectFrom('auditLog')
      .select(['actor', 'before', 'after'])
      .where('action', '=', 'sender.set')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    assert.equal(log.actor, `staff:${olena.id}`);
    assert.equal((log.before as { fromAddress: string }).fromAddress, 'desk@courier.example');
    assert.equal((log.after as { fromAddress: string }).fromAddress, 'morning@courier.example');
  });

  it('gives a newsletter one of its own, and says whose it is', async () => {
    const path = `/desk/sender/${daily.id}`;
    const seen = seenIn((await web.get(path, { cookie })).body);
    const done = await web.post(path, { ...wanted, name: 'The Daily', seen }, { cookie });
    assert.equal(done.status, 303);
    assert.equal((await senderFor(db, daily.id)).fromName, 'The Daily');
    assert.equal((await senderFor(db, null)).fromName === 'The Daily', false);
    assert.match((await web.get('/desk/sender?done=sender', { cookie })).body, /<h2>The Daily Courier<\/h2>/);
  });

  it('takes that away again, after a question and a fresh sign-in, tells every owner, and has it in the log', async () => {
    const path = `/desk/sender/${daily.id}/remove`;
    assert.match((await web.get('/desk/sender', { cookie })).body, new RegExp(`href="${path}"`));
    assert.equal((await web.get(path, { cookie: editor })).status, 403);
    assert.equal((await web.post(path, { seen: '' }, { cookie: editor })).status, 403);
    const asked = await web.get(path, { cookie });
    const standard = (await senderFor(db, null)).fromName;
    assert.match(asked.body, new RegExp(`The Daily[^]*${standard}`));
    assert.equal((await senderFor(db, daily.id)).fromName, 'The Daily', 'a look removes nothing');
    const stale = Date.now() - 11 * 60_000;
    const actor = (authenticatedAt: Date) =>
      ({ kind: 'staff', name: '1', staff: { role: 'owner', authenticatedAt } }) as const;
    const removal = { newsletterId: daily.id, seen: null };
    await assert.rejects(removeSender(services, actor(new Date(stale)), removal), /sign in again/);
    const before = (await mails()).length;
    assert.equal((await web.post(path, { seen: 'another' }, { cookie })).status, 409);
    const seen = seenIn(asked.body);
    const twice = await Promise.all([1, 2].map(() => web.post(path, { seen }, { cookie })));
    for (const { status, headers } of twice)
      assert.deepEqual([status, headers.get('location')], [303, '/desk/sender?done=sender']);
    assert.equal((await senderFor(db, daily.id)).fromName, standard);
    assert.equal((await mails()).length, before + 2, 'each owner is told once');
    const log = await db.selectFrom('auditLog').selectAll().where('action', '=', 'sender.remove').execute();
    assert.deepEqual(
      log.map(({ subject, after }) => [subject, after]),
      [[`newsletter:${daily.id}`, null]],
    );
    assert.match(JSON.stringify(log[0]?.before), /The Daily/);
    assert.equal((await web.get(path, { cookie })).status, 404);
    assert.equal((await web.post('/desk/sender/default/remove', { seen: '' }, { cookie })).status, 404);
    assert.equal((await senderFor(db, null)).fromName, standard);
  });
});

describe('whether others believe a sender', () => {
  const resolver = (texts: Record<string, string>): DnsResolver => ({
    resolveTxt: (name) => Promise.resolve(texts[name] === undefined ? [] : [[texts[name]]]),
    resolve4: () => Promise.resolve([]),
    resolve6: () => Promise.resolve([]),
    reverse: () => Promise.resolve([]),
  });
  const check = async (texts: Record<string, string>) =>
    checkAuthentication(db, services.config, resolver(texts), 'News@Paper.org');

  it('says of each what to put into DNS', async () => {
    const found = await check({});
    const of = (name: string) => found.find((one) => one.name === name) ?? assert.fail(name);
    assert.equal(of('SPF').state, 'failed');
    assert.match(of('SPF').fix ?? '', /paper\.org.*TXT.*v=spf1/);
    assert.equal(of('DKIM').state, 'warning');
    assert.match(of('DMARC').fix ?? '', /_dmarc\.paper\.org.*v=DMARC1/);
  });

  it('and is content where it is there', async () => {
    const found = await check({
      'paper.org': 'v=spf1 ip4:192.0.2.1 -all',
      '_dmarc.paper.org': 'v=DMARC1; p=reject',
    });
    const states = found.filter(({ name }) => ['SPF', 'DMARC'].includes(name)).map(({ state }) => state);
    assert.deepEqual(states, ['ok', 'ok']);
  });
});

describe('the colour', () => {
  const post = (fields: Record<string, string>) => web.post('/desk/colour', fields, { cookie });

  it('is chosen by an owner, shown as readers see it, and told of where it could not be read', async () => {
    const form = await web.get('/desk/colour', { cookie });
    const seen = seenIn(form.body);
    assert.match(form.body, new RegExp(`<input type="color" id="accent" name="accent" value="${seen}">`));
    const answer = await post({ seen, accent: '#ffd700' });
    assert.equal(answer.headers.get('location'), '/desk/sender?done=colour#colour');
    const page = await web.get('/desk/sender?done=colour', { cookie });
    assert.match(page.body, /role="status">The colour is saved/);
    assert.match(
      page.body,
      /Given as #ffd700, which can hardly be read on a light ground: #[0-9a-f]{6} is shown/,
    );
    assert.equal((await requirePublication(db)).theme.accent, '#ffd700');
    assert.equal((await post({ seen: '#ffd700', accent: seen })).status, 303);
    assert.doesNotMatch((await web.get('/desk/sender', { cookie })).body, /can hardly be read/);
  });

  it('is none that is no colour, nor written over what somebody has set meanwhile, and an editor only looks', async () => {
    const { accent } = (await requirePublication(db)).theme;
    const wrong = await post({ seen: accent, accent: 'red; background: url(x)' });
    assert.equal(wrong.status, 400);
    assert.match(wrong.body, /#0b5394/);
    const late = await post({ seen: '#123456', accent: '#654321' });
    assert.equal(late.status, 409);
    assert.match(late.body, /Somebody has changed it meanwhile/);
    assert.equal((await requirePublication(db)).theme.accent, accent);
    assert.equal((await web.get('/desk/colour', { cookie: editor })).status, 403);
    assert.doesNotMatch((await web.get('/desk/sender', { cookie: editor })).body, /\/desk\/colour/);
  });
});

describe('the postal address', () => {
  const post = (fields: Record<string, string>) => web.post('/desk/postal-address', fields, { cookie });

  it('is changed by an owner, and stands on the page of senders and in the log', async () => {
    const form = await web.get('/desk/postal-address', { cookie });
    const seen = seenIn(form.body);
    const answer = await post({ seen, postalAddress: 'The Courier\r\n7 Bread Street\r\nKyiv' });
    assert.deepEqual(
      [answer.status, answer.headers.get('location')],
      [303, '/desk/sender?done=postal#postal'],
    );
    const page = await web.get('/desk/sender?done=postal', { cookie });
    assert.match(page.body, /role="status">The postal address is saved/);
    assert.match(page.body, /7 Bread Street\nKyiv/);
    const { before, after } = await db
      .selectFrom('auditLog')
      .select(['before', 'after'])
      .where('action', '=', 'publication.set')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    assert.deepEqual(before, { postalAddress: seen });
    assert.deepEqual(after, { postalAddress: 'The Courier\n7 Bread Street\nKyiv' });
  });

  it('is not emptied, nor written over what somebody has set meanwhile, and an editor only looks', async () => {
    const seen = 'The Courier\n7 Bread Street\nKyiv';
    const empty = await post({ seen, postalAddress: '  ' });
    assert.equal(empty.status, 400);
    assert.match(empty.body, /The postal address is empty/);
    const late = await post({ seen: 'what it was long ago', postalAddress: 'Elsewhere' });
    assert.equal(late.status, 409);
    assert.match(late.body, /Somebody has changed it meanwhile[\s\S]*7 Bread Street/);
    const long = await post({ seen, postalAddress: 'x'.repeat(501) });
    assert.equal(long.status, 400);
    assert.equal((await web.get('/desk/postal-address', { cookie: editor })).status, 403);
    assert.doesNotMatch((await web.get('/desk/sender', { cookie: editor })).body, /\/desk\/postal-address/);
  });
});
