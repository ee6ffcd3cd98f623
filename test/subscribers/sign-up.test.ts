import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { system } from '../../src/access/actor.ts';
import { setNewsletter } from '../../src/publication/newsletters.ts';
import { subscribe } from '../../src/subscribers/subscribe.ts';
import { openNewsroom } from '../support/cast.ts';
import { linkIn, sendAndRead } from '../support/mails.ts';
import { startRelay } from '../support/relay.ts';
import { createTestServices } from '../support/services.ts';
import { startWeb } from '../support/web.ts';

const services = await createTestServices({ trustProxy: 1 });
const newsletter = await openNewsroom(services);
const web = await startWeb(services);
const relay = await startRelay();

/** A time that a form was shown at, some seconds ago. */
const shownAt = (secondsAgo = 10): string => {
  const at = Date.now() - secondsAgo * 1000;
  return services.tokens.sign('form-time', String(at), new Date(at + 24 * 3_600_000));
};
const filled = (address: string, changes: Record<string, string> = {}) => ({
  address,
  name: 'Olena',
  newsletter: 'daily',
  time: shownAt(),
  website: '',
  ...changes,
});
const mailsTo = async (address: string) =>
  (await sendAndRead(services, relay)).filter((mail) =>
    mail.to?.some((to) => 'address' in to && to.address === address),
  );
const stateOf = async (address: string): Promise<string | undefined> => {
  const row = await services.db
    .selectFrom('subscriptions')
    .innerJoin('subscribers', 'subscribers.id', 'subscriptions.subscriberId')
    .select('state')
    .where('address', '=', address)
    .executeTakeFirst();
  return row?.state;
};

async function person(address: string) {
  return services.db
    .selectFrom('subscribers')
    .selectAll()
    .where('address', '=', address)
    .executeTakeFirstOrThrow();
}

describe('signing up', () => {
  it('takes a form, a mail and a button; only the button confirms, and the proof is kept', async () => {
    const answer = await web.post('/subscribe', filled('Anna@readers.example'));
    assert.equal(answer.status, 200);
    assert.match(answer.body, /Check your mailbox/);
    const [mail] = await mailsTo('Anna@readers.example');
    assert.equal(mail?.headers.find(({ key }) => key === 'auto-submitted')?.value, 'auto-generated');
    assert.ok(!mail?.headers.some(({ key }) => key === 'list-unsubscribe'));
    const path = linkIn(mail?.text, 'confirm');
    for (let times = 0; times < 3; times += 1) await web.get(path);
    await fetch(web.origin + path, { method: 'HEAD' });
    assert.equal(await stateOf('Anna@readers.example'), 'pending');
    assert.match((await web.post(path)).body, /You are subscribed/);
    assert.equal(await stateOf('Anna@readers.example'), 'confirmed');
    const proofs = await services.db.selectFrom('consents').selectAll().orderBy('id').execute();
    assert.deepEqual(
      proofs.map(({ action }) => action),
      ['request', 'confirm'],
    );
    const form = (await web.get('/subscribe')).body;
    assert.ok(
      proofs.every(
        ({ wording, ip, messageId, newsletterId }) =>
          form.includes(wording) &&
          newsletterId === newsletter.id &&
          ip !== null &&
          messageId === mail?.messageId,
      ),
    );
    const welcome = (await mailsTo('Anna@readers.example')).find(({ subject }) =>
      subject?.startsWith('Welcome'),
    );
    assert.match(linkIn(welcome?.text, 'preferences'), /^\/preferences\//);
  });

  it('sends nothing new when the link is used again', async () => {
    const mails = await mailsTo('Anna@readers.example');
    const path = linkIn(mails[0]?.text, 'confirm');
    assert.match((await web.post(path)).body, /confirmed before/);
    assert.equal((await mailsTo('Anna@readers.example')).length, mails.length);
  });

  it('answers the same to an address that is known, unknown or suppressed', async () => {
    const known = await web.post('/subscribe', filled('anna@readers.example'));
    const unknown = await web.post('/subscribe', filled('stranger@readers.example'));
    assert.deepEqual([known.status, known.body], [unknown.status, unknown.body]);
    const mails = await mailsTo('Anna@readers.example');
    assert.match(mails.at(-1)?.subject ?? '', /already/);
  });

  it('asks an address at most twice a day, and not again within ten minutes', async () => {
    const now = new Date('2026-12-01T08:00:00Z');
    const minute = 60_000;
    const ask = (minutes: number): Promise<void> =>
      subscribe(
        services,
        {
          address: 'often@readers.example',
          name: '',
          newsletters: ['daily'],
          language: 'en',
          origin: { source: 'form' },
        },
        new Date(now.getTime() + minutes * minute),
      );
    for (const minutes of [0, 1, 9, 11, 12, 60, 600, 1400]) await ask(minutes);
    const mails = await services.db
      .selectFrom('serviceMails')
      .select('id')
      .where('address', '=', 'often@readers.example')
      .execute();
    assert.equal(mails.length, 2);
  });

  it('lets two hundred forms from fifty addresses make one mail', async () => {
    const posts = Array.from({ length: 200 }, (_, index) =>
      web.post('/subscribe', filled('victim@readers.example'), {
        'x-forwarded-for': `203.0.${index % 50}.7`,
      }),
    );
    const answers = await Promise.all(posts);
    assert.ok(answers.every(({ status }) => status === 200 || status === 429));
    const mails = await services.db
      .selectFrom('serviceMails')
      .select('id')
      .where('address', '=', 'victim@readers.example')
      .execute();
    assert.equal(mails.length, 1);
  });

  it('stops one machine after twenty forms in an hour, and says when to come back', async () => {
    const from = { 'x-forwarded-for': '198.51.100.9' };
    const statuses: number[] = [];
    for (let index = 0; index < 22; index += 1)
      statuses.push((await web.post('/subscribe', filled(`many${index}@readers.example`), from)).status);
    assert.deepEqual(statuses.slice(-2), [429, 429]);
    assert.ok(
      Number((await web.post('/subscribe', filled('x@readers.example'), from)).headers.get('retry-after')) >
        0,
    );
  });

  it('sends nothing for a form that fills in the field nobody sees, and tells it nothing', async () => {
    const answer = await web.post(
      '/subscribe',
      filled('bot@readers.example', { website: 'http://spam.example' }),
    );
    assert.match(answer.body, /Check your mailbox/);
    assert.equal(await stateOf('bot@readers.example'), undefined);
  });

  it('asks for one more click when a form comes from another site, or too fast, and keeps what was filled in', async () => {
    const foreign = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' };
    for (const time of ['', 'forged', shownAt(0), shownAt(25 * 3600)]) {
      const answer = await web.post('/subscribe', filled('far@readers.example', { time }), foreign);
      assert.equal(answer.status, 200);
      assert.match(answer.body, /One more click/);
      assert.match(answer.body, /value="far@readers\.example"/);
      assert.equal(answer.headers.get('set-cookie'), null);
    }
    assert.equal(await stateOf('far@readers.example'), undefined);
  });

  it('says beside the field what is wrong, and loses nothing', async () => {
    const answer = await web.post('/subscribe', filled('a@b.example, c@evil.example', { name: '<b>Olena' }));
    assert.equal(answer.status, 400);
    assert.match(answer.body, /aria-invalid="true"/);
    assert.match(answer.body, /comma or semicolon/);
    assert.match(answer.body, /value="&lt;b&gt;Olena"/);
    const none = await web.post('/subscribe', { ...filled('ok@readers.example'), newsletter: [] });
    assert.match(none.body, /Choose at least one newsletter/);
  });
});

describe('leaving', () => {
  const { tokens } = services;
  it('is one POST without cookie or page, whatever its body is, and harmless to repeat', async () => {
    const { id } = await person('Anna@readers.example');
    const path = `/unsubscribe/${tokens.sign('unsubscribe', `${id}.${newsletter.id}`)}`;
    for (let times = 0; times < 3; times += 1) await web.get(path);
    assert.equal(await stateOf('Anna@readers.example'), 'confirmed');
    const body = new FormData();
    body.set('List-Unsubscribe', 'One-Click');
    const answer = await fetch(web.origin + path, {
      method: 'POST',
      body,
      headers: { origin: 'https://mail.example', 'sec-fetch-site': 'cross-site' },
      redirect: 'manual',
    });
    assert.deepEqual([answer.status, answer.headers.get('set-cookie')], [200, null]);
    assert.equal(await stateOf('Anna@readers.example'), 'ended');
    assert.equal((await web.post(path)).status, 200);
    const withdrawn = await services.db
      .selectFrom('consents')
      .select('id')
      .where('action', '=', 'withdraw')
      .execute();
    assert.equal(withdrawn.length, 1);
    const undo = /action="(\/resubscribe\/[^"]+)"/.exec(await answer.text())?.[1] ?? '';
    assert.match((await web.post(undo)).body, /subscribed again/);
    assert.equal(await stateOf('Anna@readers.example'), 'confirmed');
    const live = await services.db
      .selectFrom('suppressions')
      .select('id')
      .where('liftedAt', 'is', null)
      .execute();
    assert.equal(live.length, 0);
  });

  it('opens for nobody with a forged or foreign link', async () => {
    const { id } = await person('Anna@readers.example');
    const preferences = tokens.sign('preferences', String(id));
    for (const token of [
      'x',
      `${tokens.sign('unsubscribe', `${id}.1`)}A`,
      preferences,
      tokens.sign('unsubscribe', '999999.'),
    ]) {
      assert.equal((await web.post(`/unsubscribe/${token}`)).status, 404, token);
    }
    assert.equal(await stateOf('Anna@readers.example'), 'confirmed');
  });
});

describe('a forwarded mail', () => {
  it('opens nothing but what its link is for: leaving shows no preferences, confirming none either', async () => {
    const { id } = await person('Anna@readers.example');
    const leaving = await web.get(`/unsubscribe/${services.tokens.sign('unsubscribe', `${id}.`)}`);
    assert.equal(leaving.status, 200);
    assert.doesNotMatch(leaving.body, /\/preferences\/|Anna@readers/);
    const mails = await mailsTo('Anna@readers.example');
    const confirmed = await web.post(linkIn(mails[0]?.text, 'confirm'));
    assert.doesNotMatch(confirmed.body, /\/preferences\/|Anna@readers/);
  });
});

describe('the preferences page', () => {
  it('changes newsletters, name and language, and a GET changes nothing', async () => {
    const { id } = await person('Anna@readers.example');
    const path = `/preferences/${services.tokens.sign('preferences', String(id))}`;
    assert.match((await web.get(path)).body, /checked/);
    const saved = await web.post(path, { name: 'Анна', language: 'uk', timeZone: 'Europe/Kyiv' });
    assert.deepEqual([saved.status, saved.headers.get('location')], [303, `${path}?saved`]);
    assert.equal(await stateOf('Anna@readers.example'), 'ended');
    const page = await web.get(`${path}?saved`);
    assert.match(page.body, /lang="uk"/);
    assert.match(page.body, /value="Анна"/);
    await web.post(path, { name: 'Анна', language: 'uk', timeZone: '', newsletter: 'daily' });
    assert.equal(await stateOf('Anna@readers.example'), 'confirmed');
    const wrong = await web.post(path, {
      name: 'A',
      language: 'xx-nonsense-language',
      timeZone: 'Mars/Olympus',
      newsletter: 'daily',
    });
    assert.equal(wrong.status, 400);
  });

  it('asks whether clicks may be counted only where a newsletter counts them, and keeps yes and no as proofs', async () => {
    const { id } = await person('Anna@readers.example');
    const path = `/preferences/${services.tokens.sign('preferences', String(id))}`;
    assert.doesNotMatch((await web.get(path)).body, /name="clicks"/);
    await setNewsletter(services.db, system, 'daily', { clickMode: 'person' });
    const page = (await web.get(path)).body;
    assert.match(page, /name="clicks" value="on">/, 'it is not ticked for anybody');
    const proofs = () =>
      services.db
        .selectFrom('consents')
        .select(['action', 'wording'])
        .where('purpose', '=', 'clicks')
        .orderBy('id')
        .execute();
    const fields = { name: 'Анна', language: 'uk', timeZone: '', newsletter: 'daily' };
    await web.post(path, { ...fields, clicks: 'on' });
    await web.post(path, { ...fields, clicks: 'on' });
    assert.match((await web.get(path)).body, /name="clicks" value="on" checked>/);
    await web.post(path, fields);
    const kept = await proofs();
    assert.deepEqual(
      kept.map(({ action }) => action),
      ['confirm', 'withdraw'],
    );
    assert.ok(kept.every(({ wording }) => page.includes(wording)));
    await setNewsletter(services.db, system, 'daily', { clickMode: 'aggregate' });
  });

  it('refuses a form that another site sends', async () => {
    const { id } = await person('Anna@readers.example');
    const path = `/preferences/${services.tokens.sign('preferences', String(id))}`;
    assert.equal((await web.post(path, {}, { 'sec-fetch-site': 'cross-site' })).status, 403);
    assert.equal((await web.post(path, {}, { origin: 'https://evil.example' })).status, 403);
  });
});

describe('signing in', () => {
  it('takes a mailed link that works once, by its button only', async () => {
    // Each page carries the address that was typed, signed, and is else the same.
    const asked = async (address: string): Promise<string> =>
      (await web.post('/account', { address })).body.replace(/name="form" value="[^"]*"/, '');
    assert.equal(await asked('nobody@readers.example'), await asked('anna@readers.example'));
    const mail = (await mailsTo('Anna@readers.example')).find(({ text }) =>
      text?.includes('/account/sign-in/'),
    );
    const path = linkIn(mail?.text, 'account');
    await fetch(web.origin + path, { method: 'HEAD' });
    for (let times = 0; times < 5; times += 1) assert.equal((await web.get(path)).status, 200);
    const entered = await web.post(path);
    const cookie = entered.headers.get('set-cookie') ?? '';
    assert.match(cookie, /HttpOnly; SameSite=Lax/);
    const session = { cookie: cookie.split(';')[0] ?? '' };
    assert.match((await web.get('/account', session)).body, /Anna@readers\.example/);
    assert.equal((await web.post(path)).status, 410);
    await web.post('/account/sign-out', {}, session);
    assert.doesNotMatch((await web.get('/account', session)).body, /Anna@readers/);
  });
});

describe('every page', () => {
  for (const path of [
    '/',
    '/subscribe',
    '/embed',
    '/archive',
    '/account',
    '/privacy',
    '/terms',
    '/imprint',
    '/gallery',
    '/nothing-here',
  ]) {
    it(`${path} forbids scripts and foreign content, and promises no https over http`, async () => {
      const { headers, body, status } = await web.get(path);
      assert.equal(status, path === '/nothing-here' ? 404 : 200);
      const policy = headers.get('content-security-policy') ?? '';
      assert.match(policy, /default-src 'none'/);
      assert.doesNotMatch(policy, /script-src|upgrade-insecure|unsafe/);
      assert.equal(headers.get('strict-transport-security'), null);
      assert.doesNotMatch(body, /<script|style="| on\w+=/);
    });
  }

  it('is there in Ukrainian and German for those who ask', async () => {
    assert.match((await web.get('/', { 'accept-language': 'uk' })).body, /Підписатися/);
    assert.match((await web.get('/', { 'accept-language': 'de-AT,de;q=0.9' })).body, /Abonnieren/);
  });

  it('says that it is healthy and ready', async () => {
    assert.equal((await web.get('/healthz')).body, '{"ok":true}');
    assert.deepEqual(JSON.parse((await web.get('/readyz')).body), {
      ok: true,
      database: 'ok',
      queue: 'ok',
      migrations: 'ok',
    });
  });
});
