import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mailProviders } from '../../../src/delivery/bounces/providers/index.ts';
import {
  NotAuthentic,
  type ProviderEvent,
  type Receiver,
} from '../../../src/delivery/bounces/providers/provider.ts';
import { AppError } from '../../../src/errors.ts';
import { guardedFetch } from '../../../src/guarded-fetch.ts';
import { type Happened, nothingSet, type Post, type Poster } from '../../support/webhooks/poster.ts';
import { startPosters } from '../../support/webhooks/posters.ts';
import { mailgunPost, sendgridEvent, sendgridPost } from '../../support/webhooks/signing-posters.ts';
import { brevoEvent, brevoSecret } from '../../support/webhooks/secret-posters.ts';

const posters = await startPosters();
const address = 'olena@readers.example';
const hour = 3_600_000;

/** A provider's door, with a memory of names as the database has. */
function open(name: string): { poster: Poster; receive(post: Post, now?: Date): Promise<ProviderEvent[]> } {
  const poster = posters[name];
  assert.ok(poster, `there is no poster for ${name}: a provider needs one to be tested`);
  const names = new Map<string, string>();
  const bindOnce = (bound: string, text: string): Promise<boolean> => {
    if (!names.has(bound)) names.set(bound, text);
    return Promise.resolve(names.get(bound) === text);
  };
  const settings = { ...nothingSet, ...poster.settings };
  const receiver = mailProviders[name]?.open(settings, { fetch: poster.fetch ?? guardedFetch, bindOnce });
  assert.ok(receiver);
  return { poster, receive: (post, now = new Date()) => receiveBy(receiver, post, now) };
}

async function receiveBy(receiver: Receiver, { headers, body }: Post, now: Date): Promise<ProviderEvent[]> {
  receiver.admit(headers, now);
  return receiver.receive({ headers, body: Buffer.from(body, 'latin1') }, now);
}

const kindAndClass = (events: ProviderEvent[]): unknown =>
  events.map(({ report }) => [report.kind, report.recipients.map((one) => [one.address, one.class])]);

for (const [name, provider] of Object.entries(mailProviders)) {
  describe(`the webhook of ${name}`, () => {
    it('is closed where it is not set up', () => {
      const surroundings = { fetch: guardedFetch, bindOnce: () => Promise.resolve(true) };
      assert.equal(provider.open(nothingSet, surroundings), null);
    });

    const expected: Array<[Happened, unknown]> = [
      ['gone', [['bounce', [[address, 'hard']]]]],
      ['full', [['bounce', [[address, 'soft']]]]],
      ['blocked', [['bounce', [[address, 'sender']]]]],
      ['delayed', [['delayed', [[address, 'soft']]]]],
      ['complaint', [['complaint', [[address, 'unknown']]]]],
      ['delivered', []],
      ['opened', []],
    ];
    for (const [happened, events] of expected)
      it(`reads: ${happened}`, async () => {
        const { poster, receive } = open(name);
        assert.deepEqual(kindAndClass(await receive(poster.post(happened, { address }))), events);
      });

    it('gives one event one name, whenever it is posted, and others others', async () => {
      const { poster, receive } = open(name);
      const idOf = async (id: string): Promise<string> => {
        const [event] = await receive(
          poster.post('gone', { address, id, messageId: `<${id}@courier.example>` }, at),
        );
        return event?.id ?? '';
      };
      const at = new Date();
      const [first, again, other] = [
        await idOf('0d5c6f0e-0001-4000-8000-000000000001'),
        await idOf('0d5c6f0e-0001-4000-8000-000000000001'),
        await idOf('0d5c6f0e-0001-4000-8000-000000000002'),
      ];
      assert.ok(first.length > 5);
      assert.equal(again, first);
      assert.notEqual(other, first);
    });

    it('keeps what is authentic and unreadable', async () => {
      const { poster, receive } = open(name);
      const [event, ...more] = await receive(poster.postNonsense());
      assert.equal(event?.report.kind, 'unreadable');
      assert.ok(event.report.reason);
      assert.ok(event.id.length > 5);
      assert.deepEqual(more, []);
    });

    it('keeps as unreadable what names nobody', async () => {
      const { poster, receive } = open(name);
      for (const happened of ['gone', 'complaint'] as const) {
        const [event] = await receive(poster.post(happened, { address: '' }));
        assert.equal(event?.report.kind, 'unreadable', happened);
      }
    });

    it('refuses what proves nothing', async () => {
      const { poster, receive } = open(name);
      const { headers, body } = poster.post('gone', { address });
      const stripped = { 'content-type': headers['content-type'] ?? '' };
      const unsigned = body.replace(/"(signature|Signature)"/g, '"unsigned"');
      await assert.rejects(receive({ headers: stripped, body: unsigned }), NotAuthentic);
      await assert.rejects(receive({ headers: stripped, body: '' }), NotAuthentic);
      await assert.rejects(receive({ headers: stripped, body: '[]' }), NotAuthentic);
    });

    it('refuses a proof with any character changed', async () => {
      const { poster, receive } = open(name);
      const { headers, body } = poster.post('gone', { address });
      const secret = headers['authorization'] ?? '';
      for (let at = secret.indexOf(' ') + 1; at < secret.replace(/=+$/, '').length; at += 1) {
        const changed = replaceAt(secret, at);
        await assert.rejects(
          receive({ headers: { ...headers, authorization: changed }, body }),
          NotAuthentic,
          changed,
        );
      }
      const timestamp = headers['x-twilio-email-event-webhook-timestamp'] ?? '';
      for (let at = 0; at < timestamp.length; at += 1) {
        const later = { ...headers, 'x-twilio-email-event-webhook-timestamp': replaceAt(timestamp, at) };
        await assert.rejects(receive({ headers: later, body }), NotAuthentic);
      }
    });

    it('refuses a body with any byte changed, where that is signed', async () => {
      const { poster, receive } = open(name);
      if (!poster.signsBody) return;
      const { headers, body } = poster.post('gone', { address });
      await receive({ headers, body });
      // Fields that SNS does not sign are read by nobody.
      const unsigned = /"UnsubscribeURL":"[^"]*"/.exec(body);
      const isRead = (at: number): boolean =>
        unsigned === null || at < unsigned.index || at >= unsigned.index + unsigned[0].length;
      for (let at = 0; at < body.length; at += 1) {
        if (!isRead(at)) continue;
        await assert.rejects(
          receive({ headers, body: replaceAt(body, at) }),
          // Too many other certificates are not even asked for.
          (error) => error instanceof AppError && [403, 503].includes(error.status),
          `${at}: ${body.slice(at, at + 20)}`,
        );
      }
    });

    it('refuses what was signed too long ago, or is to be', async () => {
      const { poster, receive } = open(name);
      if (!poster.hasTime) return;
      const post = poster.post('gone', { address });
      const now = Date.now();
      await assert.rejects(receive(post, new Date(now + 26 * hour)), NotAuthentic);
      await assert.rejects(receive(post, new Date(now - 400_000)), NotAuthentic);
      assert.equal((await receive(post, new Date(now + hour))).length, 1);
    });
  });
}

/** Another character of the same kind, so that the rest stays as it is. */
function replaceAt(text: string, at: number): string {
  const code = text.charCodeAt(at);
  return text.slice(0, at) + String.fromCharCode(code === 0x41 ? 0x42 : 0x41) + text.slice(at + 1);
}

describe('what a provider calls a bounce', () => {
  it('is judged by what the server said, and only without that by the provider', async () => {
    const sendgrid = open('sendgrid');
    const at = new Date();
    const bounce = {
      ...sendgridEvent('gone', { address }, at),
      status: '',
      bounce_classification: 'Invalid Address',
    };
    const full = sendgridPost(JSON.stringify([{ ...bounce, reason: '552 mailbox is full, over quota' }]), at);
    assert.deepEqual(kindAndClass(await sendgrid.receive(full)), [['bounce', [[address, 'soft']]]]);
    const silent = sendgridPost(JSON.stringify([{ ...bounce, reason: '' }]), at);
    assert.deepEqual(kindAndClass(await sendgrid.receive(silent)), [['bounce', [[address, 'hard']]]]);
  });

  it('may be that it remembers a complaint', async () => {
    const { receive } = open('mailgun');
    const event = {
      event: 'failed',
      severity: 'permanent',
      reason: 'suppress-complaint',
      recipient: address,
    };
    const [dropped] = await receive(mailgunPost(event, new Date()));
    assert.deepEqual([dropped?.report.kind, dropped?.report.feedback], ['complaint', 'abuse']);
    const sendgrid = open('sendgrid');
    const drop = {
      ...sendgridEvent('gone', { address }, new Date()),
      event: 'dropped',
      reason: 'Unsubscribed Address',
    };
    const [left] = await sendgrid.receive(sendgridPost(JSON.stringify([drop]), new Date()));
    assert.deepEqual([left?.report.kind, left?.report.feedback], ['complaint', 'opt-out']);
  });
});

describe('many events in one post', () => {
  it('are each read, and what cannot be read keeps none of them back', async () => {
    const at = new Date();
    const events = [
      sendgridEvent('delivered', { address }, at),
      sendgridEvent('gone', { address: 'one@readers.example' }, at),
      { event: 7 },
      null,
      { event: 'constructor', email: address },
      sendgridEvent('complaint', { address: 'two@readers.example' }, at),
    ];
    const { receive } = open('sendgrid');
    const kinds = (await receive(sendgridPost(JSON.stringify(events), at))).map(({ report }) => report.kind);
    assert.deepEqual(kinds, ['bounce', 'unreadable', 'unreadable', 'complaint']);
    const brevo = open('brevo');
    const body = JSON.stringify(
      events
        .slice(0, 1)
        .concat(['gone', 'complaint'].map((one) => brevoEvent(one as Happened, { address }, at) as never)),
    );
    const post = { headers: { 'content-type': 'application/json', 'x-webhook-secret': brevoSecret }, body };
    assert.deepEqual(
      (await brevo.receive(post)).map(({ report }) => report.kind),
      ['bounce', 'complaint'],
    );
  });
});

describe('a token of Mailgun, which signs no event', () => {
  it('stands for the body that it came with, and for no other', async () => {
    const { poster, receive } = open('mailgun');
    const id = 'token-of-mailgun-0123456789';
    const opened = poster.post('opened', { address, id });
    assert.deepEqual(await receive(opened), []);
    assert.deepEqual(await receive(opened), [], 'the same again is only the same again');
    await assert.rejects(receive(poster.post('gone', { address, id })), NotAuthentic);
  });
});

describe('what is posted again for hours, since nobody answered', () => {
  for (const [name, hours] of [
    ['mailgun', 8],
    ['sendgrid', 24],
  ] as const)
    it(`by ${name} is taken with its first signature`, async () => {
      const { poster, receive } = open(name);
      const now = Date.now();
      const posted = poster.post('gone', { address }, new Date(now - hours * hour));
      assert.deepEqual(kindAndClass(await receive(posted, new Date(now))), [['bounce', [[address, 'hard']]]]);
    });

  it('by mailgun is told to come no more only where it never can be taken', async () => {
    const { poster, receive } = open('mailgun');
    const now = Date.now();
    const posted = poster.post('gone', { address }, new Date(now));
    const statusAt = async (at: number): Promise<number | undefined> => {
      const error = await receive(posted, new Date(at)).then(
        () => null,
        (reason: unknown) => reason,
      );
      return error instanceof NotAuthentic ? error.status : undefined;
    };
    assert.equal(await statusAt(now + 26 * hour), 406);
    // A clock of ours that is behind may be put right before it comes again.
    assert.equal(await statusAt(now - hour), 403);
  });
});

describe('an event of Mailgun', () => {
  const event = (id: string, timestamp: number) => ({
    id,
    event: 'failed',
    severity: 'permanent',
    recipient: address,
    timestamp,
  });
  const idOf = async (posted: object): Promise<string | undefined> =>
    (await open('mailgun').receive(mailgunPost(posted, new Date())))[0]?.id;

  it('has one name by whichever webhook it is posted, each with a token of its own', async () => {
    const at = Date.UTC(2026, 10, 25, 12) / 1000;
    const first = await idOf(event('ev-1', at));
    assert.equal(await idOf(event('ev-1', at)), first);
    assert.notEqual(await idOf(event('ev-2', at)), first);
    assert.notEqual(await idOf(event('ev-1', at + 86_400)), first, 'an id is unique within a day');
  });
});
