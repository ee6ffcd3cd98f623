import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import type { Config } from '../../../src/config.ts';
import { mailProviders } from '../../../src/delivery/bounces/providers/index.ts';
import { showReport } from '../../../src/delivery/inbound/reports.ts';
import { heedReports } from '../../../src/subscribers/heed-reports.ts';
import { openNewsroom } from '../../support/cast.ts';
import { type Mailed, sendToReaders, countRows, subscribedTo } from '../../support/reports.ts';
import { createTestServices } from '../../support/services.ts';
import { startWeb } from '../../support/web.ts';
import { nothingSet, type Post, type Poster } from '../../support/webhooks/poster.ts';
import { startPosters } from '../../support/webhooks/posters.ts';
import { mailgunPost, sendgridEvent, sendgridPost } from '../../support/webhooks/signing-posters.ts';
import { sesNotice } from '../../support/webhooks/ses-poster.ts';

const posters = await startPosters();
const mailWebhooks: Config['mailWebhooks'] = Object.assign(
  {},
  nothingSet,
  ...Object.values(posters).map(({ settings }) => settings),
);
// Each test asks from a network of its own, as proxies say it.
const services = await createTestServices({ mailWebhooks, trustProxy: 1 });
const { db } = services;
const daily = await openNewsroom(services);
const readers = await sendToReaders(services, daily, 60);
const web = await startWeb(services, posters.ses.fetch);

function nextReader(): Mailed & { messageId: string } {
  const reader = readers.shift();
  assert.ok(reader !== undefined, 'there are more tests than readers');
  return { ...reader, messageId: `<e${reader.editionId}.s${reader.subscriberId}@courier.example>` };
}

let client = 0;

async function post(
  provider: string,
  { headers, body }: Post,
  from = `192.0.2.${(client += 1)}`,
): Promise<{ status: number; headers: Headers; body: string }> {
  const answer = await fetch(`${web.origin}/webhooks/mail/${provider}`, {
    method: 'POST',
    headers: { ...headers, 'x-forwarded-for': from },
    body,
  });
  return { status: answer.status, headers: answer.headers, body: await answer.text() };
}

async function stopsOf({ address }: Pick<Mailed, 'address'>): Promise<string[]> {
  const rows = await db
    .selectFrom('suppressions')
    .select('reason')
    .where('address', '=', address)
    .where('liftedAt', 'is', null)
    .execute();
  return rows.map(({ reason }) => reason);
}

async function lastReport() {
  const { id } = await db
    .selectFrom('reports')
    .select('id')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  return showReport(db, id);
}

/** Nothing is taken of what this posts, and it is refused. */
async function isRefused(provider: string, posted: Post, status: number): Promise<string> {
  const before = await countRows(services, 'reports');
  const answer = await post(provider, posted);
  assert.equal(answer.status, status, answer.body);
  assert.equal(await countRows(services, 'reports'), before);
  return (JSON.parse(answer.body) as { error: { message: string } }).error.message;
}

const posterOf = (name: string): Poster => posters[name] ?? assert.fail(`there is no poster for ${name}`);

for (const name of Object.keys(mailProviders)) {
  describe(`what ${name} posts`, () => {
    it('suppresses where the mailbox is gone, with the evidence, once for ten at the same time', async () => {
      const reader = nextReader();
      const posted = posterOf(name).post('gone', reader);
      const before = await countRows(services, 'reports');
      const answers = await Promise.all(Array.from({ length: 10 }, () => post(name, posted)));
      assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
      assert.equal(await countRows(services, 'reports'), before + 1);
      assert.deepEqual(await stopsOf(reader), ['hard-bounce']);
      const report = await lastReport();
      assert.equal(report.source, `webhook:${name}`);
      assert.equal(report.subscriberId, reader.subscriberId);
      assert.match(report.reply, /5\.1\.1/);
      assert.match(
        (report.evidence as { event: string }).event,
        new RegExp(reader.address.replaceAll('.', '\\.')),
      );
    });

    it('changes nothing when it comes again, also after staff have lifted it', async () => {
      const reader = nextReader();
      const posted = posterOf(name).post('gone', reader);
      await post(name, posted);
      await db
        .updateTable('suppressions')
        .set({ liftedAt: new Date() })
        .where('address', '=', reader.address)
        .execute();
      assert.equal((await post(name, posted)).status, 200);
      assert.deepEqual(await stopsOf(reader), []);
    });

    it('unsubscribes and suppresses who complains', async () => {
      const reader = nextReader();
      assert.equal((await post(name, posterOf(name).post('complaint', reader))).status, 200);
      assert.deepEqual(await stopsOf(reader), ['complaint']);
      await heedReports(services);
      assert.equal(await subscribedTo(services, reader), 'ended');
    });

    it('is not heeded where it was delivered or opened', async () => {
      const reader = nextReader();
      const before = await countRows(services, 'reports');
      for (const happened of ['delivered', 'opened'] as const)
        assert.equal((await post(name, posterOf(name).post(happened, reader))).status, 200);
      assert.equal(await countRows(services, 'reports'), before);
      assert.deepEqual(await stopsOf(reader), []);
    });

    it('suppresses nobody for a full mailbox or for our own fault', async () => {
      const reader = nextReader();
      for (const happened of ['full', 'blocked', 'delayed'] as const)
        assert.equal((await post(name, posterOf(name).post(happened, reader))).status, 200);
      assert.deepEqual(await stopsOf(reader), []);
    });

    it('is kept and shown where it cannot be read', async () => {
      const posted = posterOf(name).postNonsense();
      assert.equal((await post(name, posted)).status, 200);
      const report = await lastReport();
      assert.deepEqual([report.kind, report.decision], ['unreadable', 'kept']);
      assert.match(report.reason, /could not be read/);
      const { event } = report.evidence as { event: string };
      assert.ok(posted.body.includes(event) || JSON.parse(posted.body), event);
    });

    it('is refused where it is forged', async () => {
      const reader = nextReader();
      const { headers, body } = posterOf(name).post('gone', reader);
      const forged = {
        headers: {
          ...headers,
          authorization: 'Bearer guess',
          'x-twilio-email-event-webhook-signature': 'AAAA',
        },
        body: body.replace(/("signature":"|"Signature":")[^"]{4}/, '$1AAAA'),
      };
      const status = ['postmark', 'brevo'].includes(name) ? 401 : 403;
      await isRefused(name, forged, status);
      assert.deepEqual(await stopsOf(reader), []);
    });
  });
}

describe('a webhook of mail', () => {
  it('is found only where its provider is set up', async () => {
    const bare = await startWeb({ ...services, config: { ...services.config, mailWebhooks: nothingSet } });
    for (const name of [...Object.keys(mailProviders), 'nobody', 'constructor', '__proto__']) {
      const answer = await fetch(`${bare.origin}/webhooks/mail/${name}`, { method: 'POST', body: '{}' });
      assert.equal(answer.status, 404, name);
    }
    assert.equal((await web.get('/webhooks/mail/mailgun')).status, 404);
  });

  it('is not held up as if another site had sent it', async () => {
    const { headers, body } = posters['postmark']?.post('opened', nextReader()) ?? assert.fail();
    const crossSite = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    assert.equal((await post('postmark', { headers: { ...headers, ...crossSite }, body })).status, 200);
  });

  it('is refused where it is stale', async () => {
    const long = new Date(Date.now() - 30 * 3_600_000);
    for (const [name, status] of [
      ['ses', 403],
      // Mailgun posts again for hours whatever is refused otherwise.
      ['mailgun', 406],
      ['sendgrid', 403],
    ] as const)
      assert.match(
        await isRefused(name, posterOf(name).post('gone', nextReader(), long), status),
        /signed 108\d+ s ago/,
      );
  });

  it('is posted again by who gives up at 500, since what it hears is another status', async () => {
    for (const [name, status, retryAfter] of [
      ['mailgun', 500, null],
      ['brevo', 429, '600'],
    ] as const) {
      const reader = nextReader();
      const posted = posterOf(name).post('gone', reader);
      const stuck = sql.lit(reader.address);
      await sql`alter table reports add constraint stuck check (address <> ${stuck}) not valid`.execute(db);
      const answer = await post(name, posted);
      await sql`alter table reports drop constraint stuck`.execute(db);
      assert.equal(answer.status, status, answer.body);
      assert.equal(answer.headers.get('retry-after'), retryAfter);
      assert.equal((await post(name, posted)).status, 200);
      assert.deepEqual(await stopsOf(reader), ['hard-bounce']);
    }
  });

  it('counts once where Mailgun posts one event by the webhooks of the account and of the domain', async () => {
    const reader = nextReader();
    const at = new Date();
    const event = {
      id: 'Ase7i2zsRYeDXztHGENqRA',
      event: 'failed',
      severity: 'permanent',
      timestamp: at.getTime() / 1000,
      recipient: reader.address,
    };
    const before = await countRows(services, 'reports');
    for (let times = 0; times < 2; times += 1)
      assert.equal((await post('mailgun', mailgunPost(event, at))).status, 200);
    assert.equal(await countRows(services, 'reports'), before + 1);
  });

  it('is refused where it is larger than a megabyte, whether or not it says so', async () => {
    const secret = { 'content-type': 'application/json', 'x-webhook-secret': mailWebhooks.brevoSecret ?? '' };
    const large = `"${'x'.repeat(1_100_000)}"`;
    await isRefused('brevo', { headers: secret, body: large }, 413);
    const chunks = new ReadableStream({
      start: (stream) => {
        stream.enqueue(new TextEncoder().encode(large));
        stream.close();
      },
    });
    const init = { method: 'POST', headers: secret, body: chunks, duplex: 'half' } as RequestInit;
    assert.equal((await fetch(`${web.origin}/webhooks/mail/brevo`, init)).status, 413);
  });

  it('is refused before its body is read where it carries no secret', async () => {
    const large = 'x'.repeat(1_100_000);
    const answer = await post('postmark', { headers: { 'content-type': 'application/json' }, body: large });
    assert.equal(answer.status, 401);
    assert.match(answer.headers.get('www-authenticate') ?? '', /^Basic/);
  });

  it('is refused as what a form posts, or packed', async () => {
    for (const name of Object.keys(mailProviders)) {
      const { headers, body } = posterOf(name).post('gone', nextReader());
      for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/html', ''])
        await isRefused(name, { headers: { ...headers, 'content-type': type }, body }, 415);
      await isRefused(name, { headers: { ...headers, 'content-encoding': 'gzip' }, body }, 415);
    }
  });

  it('that is refused again and again is slowed down, and who is authentic is not', async () => {
    const from = '203.0.113.7';
    const forged = { headers: { 'content-type': 'application/json' }, body: '{}' };
    const statuses = new Set<number>();
    for (let index = 0; index < 32; index += 1) statuses.add((await post('mailgun', forged, from)).status);
    assert.deepEqual([...statuses], [403, 429]);
    assert.equal((await post('mailgun', posterOf('mailgun').post('opened', nextReader()), from)).status, 200);
  });

  it('cannot use a token of Mailgun for another event', async () => {
    const [one, other] = [nextReader(), nextReader()];
    const id = crypto.randomUUID();
    await post('mailgun', posterOf('mailgun').post('gone', { ...one, id }));
    assert.match(
      await isRefused('mailgun', posterOf('mailgun').post('gone', { ...other, id }), 406),
      /token/,
    );
    assert.deepEqual(await stopsOf(other), []);
  });

  it('is taken while the queue is away', async () => {
    const reader = nextReader();
    const failing = () => Promise.reject(new Error('the queue is away'));
    const jobs = { ...services.jobs, add: failing };
    const alone = await startWeb({ ...services, jobs }, posters.ses.fetch);
    const { headers, body } = posterOf('sendgrid').post('gone', reader);
    const answer = await fetch(`${alone.origin}/webhooks/mail/sendgrid`, { method: 'POST', headers, body });
    assert.equal(answer.status, 200);
    assert.deepEqual(await stopsOf(reader), ['hard-bounce']);
  });
});

describe('who a provider names', () => {
  const sendgrid = (address: string, messageId?: string): Post => {
    const at = new Date();
    const event = sendgridEvent('gone', { address, ...(messageId === undefined ? {} : { messageId }) }, at);
    return sendgridPost(JSON.stringify([event]), at);
  };

  it('is a reader of ours by the address alone, in any case of its letters', async () => {
    const reader = nextReader();
    await post('sendgrid', sendgrid(reader.address.toUpperCase()));
    assert.equal((await lastReport()).decision, 'suppressed');
    assert.equal((await lastReport()).subscriberId, reader.subscriberId);
  });

  it('is noted without the address where it is nobody of ours', async () => {
    await post('sendgrid', sendgrid('customer@shop.example', '<order-7@shop.example>'));
    const report = await lastReport();
    assert.deepEqual([report.decision, report.address, report.reply], ['noted', null, '']);
    assert.doesNotMatch(JSON.stringify(report), /customer@shop/);
    assert.deepEqual(await stopsOf({ address: 'customer@shop.example' }), []);
  });

  it('outranks a Message-ID that another newsroom of the account has too', async () => {
    const [reader, stranger] = [nextReader(), 'somebody@elsewhere.example'];
    await post('sendgrid', sendgrid(stranger, reader.messageId));
    assert.deepEqual(await stopsOf(reader), []);
    assert.equal((await lastReport()).subscriberId, null);
  });

  it('is found by the link to leave that stands among the headers Amazon gives', async () => {
    const reader = nextReader();
    const { unsubscribe } = services.tokens.forDelivery(reader.editionId, reader.subscriberId);
    const notice = sesNotice('gone', { address: reader.address }) as { mail: { headers: object[] } };
    notice.mail.headers.push({
      name: 'List-Unsubscribe',
      value: `<http://news.example/unsubscribe/${unsubscribe}>`,
    });
    await post('ses', posters.ses.asPost(posters.ses.envelope(JSON.stringify(notice))));
    const report = await lastReport();
    assert.deepEqual([report.editionId, report.proof], [reader.editionId, 'unsubscribe-link']);
  });

  it('may be several in one post of events, each counted once however they are grouped', async () => {
    const [one, two, three] = [nextReader(), nextReader(), nextReader()];
    const at = new Date();
    const events = [one, two, three].map((reader) => sendgridEvent('gone', reader, at));
    const before = await countRows(services, 'reports');
    await post('sendgrid', sendgridPost(JSON.stringify(events.slice(0, 2)), at));
    await post('sendgrid', sendgridPost(JSON.stringify(events), at));
    assert.equal(await countRows(services, 'reports'), before + 3);
  });

  it('is unsubscribed where they said so to the provider, whose name the proof has', async () => {
    const reader = nextReader();
    await post('mailgun', mailgunPost({ event: 'unsubscribed', recipient: reader.address }, new Date()));
    assert.deepEqual(await stopsOf(reader), ['unsubscribed']);
    await heedReports(services);
    assert.equal(await subscribedTo(services, reader), 'ended');
    const proof = await db
      .selectFrom('consents')
      .select('source')
      .where('subscriberId', '=', reader.subscriberId)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    assert.equal(proof?.source, 'unsubscribe-mailgun');
  });

  it('is asked to come again where one of many could not be written, and the others were', async () => {
    const [first, stuck, last] = [nextReader(), nextReader(), nextReader()];
    const at = new Date();
    const posted = sendgridPost(
      JSON.stringify([first, stuck, last].map((one) => sendgridEvent('gone', one, at))),
      at,
    );
    await sql`alter table reports add constraint stuck check (address <> ${sql.lit(stuck.address)}) not valid`.execute(
      db,
    );
    assert.equal((await post('sendgrid', posted)).status, 500);
    assert.deepEqual(
      [await stopsOf(first), await stopsOf(stuck), await stopsOf(last)],
      [['hard-bounce'], [], ['hard-bounce']],
    );
    await sql`alter table reports drop constraint stuck`.execute(db);
    assert.equal((await post('sendgrid', posted)).status, 200);
    assert.deepEqual(await stopsOf(stuck), ['hard-bounce']);
  });

  it('cannot break what is kept by characters that no database takes', async () => {
    const event = {
      event: 'failed',
      severity: 'permanent',
      recipient: 'nul\u0000@readers.example',
      reason: '\u0000',
    };
    const status = { 'delivery-status': { code: '55\u0000', message: '\ud800 \u0000 no such user' } };
    assert.equal((await post('mailgun', mailgunPost({ ...event, ...status }, new Date()))).status, 200);
    assert.equal((await lastReport()).kind, 'bounce');
    const secret = { 'content-type': 'application/json', 'x-webhook-secret': mailWebhooks.brevoSecret ?? '' };
    assert.equal((await post('brevo', { headers: secret, body: '\u0000{' })).status, 200);
    assert.equal((await lastReport()).kind, 'unreadable');
  });
});
