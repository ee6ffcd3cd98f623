import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { mailProviders } from '../../../src/delivery/bounces/providers/index.ts';
import {
  NotAuthentic,
  type ProviderEvent,
  type Receiver,
} from '../../../src/delivery/bounces/providers/provider.ts';
import { AppError } from '../../../src/errors.ts';
import { nothingSet } from '../../support/webhooks/poster.ts';
import { type Envelope, sesNotice, startSesPoster, topicArn } from '../../support/webhooks/ses-poster.ts';

const ses = await startSesPoster();
const address = 'olena@readers.example';
const gone = JSON.stringify(sesNotice('gone', { address }));
const here = 'https://sns.eu-west-1.amazonaws.com';
const certificate = '/SimpleNotificationService-0123456789abcdef.pem';

function open(sesTopics = [topicArn]): Receiver {
  const surroundings = { fetch: ses.fetch ?? assert.fail(), bindOnce: () => Promise.resolve(true) };
  return mailProviders['ses']?.open({ ...nothingSet, sesTopics }, surroundings) ?? assert.fail();
}

let receiver = open();
beforeEach(() => {
  receiver = open();
  ses.asked.length = 0;
});

function receive(envelope: object, now = new Date()): Promise<ProviderEvent[]> {
  return receiver.receive({ headers: {}, body: Buffer.from(JSON.stringify(envelope)) }, now);
}

/** It is refused, and nothing was asked for because of it. */
async function isRefused(envelope: object, why: RegExp, asked: string[] = []): Promise<void> {
  await assert.rejects(receive(envelope), (error) => {
    assert.ok(error instanceof NotAuthentic, String(error));
    assert.match(error.message, why);
    return true;
  });
  assert.deepEqual(ses.asked, asked);
}

describe('a message of SNS', () => {
  for (const version of ['1', '2'])
    it(`is believed by its signature of version ${version}`, async () => {
      const [event] = await receive(ses.envelope(gone, { SignatureVersion: version }));
      assert.equal(event?.report.kind, 'bounce');
    });

  it('is not believed by a signature of the other version', async () => {
    const one = ses.envelope(gone, { SignatureVersion: '1' });
    await isRefused({ ...one, SignatureVersion: '2' }, /signature/, [certificate]);
    await isRefused({ ...one, SignatureVersion: '3' }, /no message of SNS/, [certificate]);
  });

  it('has its subject signed where it has one', async () => {
    const one = ses.envelope(gone, { Subject: 'Amazon SES Email Event Notification' });
    assert.equal((await receive(one)).length, 1);
    await isRefused({ ...one, Subject: 'Another' }, /signature/, [certificate]);
    const { Subject: _left, ...without } = one;
    await isRefused(without, /signature/, [certificate]);
  });

  it('is refused with any field changed', async () => {
    const one = ses.envelope(gone);
    const changes: Envelope = {
      Message: gone.replace(address, 'somebody@readers.example'),
      MessageId: '00000000-0000-4000-8000-000000000000',
      Timestamp: new Date(Date.now() - 60_000).toISOString(),
      Type: 'UnsubscribeConfirmation',
      Signature: 'AAAA',
    };
    for (const [name, value] of Object.entries(changes)) {
      await assert.rejects(receive({ ...one, [name]: value }), NotAuthentic, name);
      const { [name]: _left, ...without } = one;
      await assert.rejects(receive(without), NotAuthentic, `without ${name}`);
    }
    assert.equal((await receive(one)).length, 1);
  });

  it('cannot move what was signed from one field into another', async () => {
    const one = ses.envelope('x', { Subject: 'y' });
    const { Subject: _moved, ...rest } = one;
    await isRefused({ ...rest, MessageId: `${one['MessageId']}\nSubject\ny` }, /no message of SNS/);
  });

  it('is refused from another topic, though SNS signed it', async () => {
    for (const other of ['arn:aws:sns:eu-west-1:999999999999:mail', `${topicArn}2`, '', 'x'])
      await isRefused(ses.envelope(gone, { TopicArn: other }), /topic/);
    receiver = open([topicArn, 'arn:aws:sns:eu-west-1:999999999999:mail']);
    assert.equal(
      (await receive(ses.envelope(gone, { TopicArn: 'arn:aws:sns:eu-west-1:999999999999:mail' }))).length,
      1,
    );
  });

  it('is refused without the envelope, as raw message delivery leaves it', () =>
    isRefused(JSON.parse(gone) as object, /raw message delivery/));
});

describe("the certificate of SNS's key", () => {
  for (const url of [
    `https://sns.evil.amazonaws.com.evil.example${certificate}`,
    `https://sns.eu-west-1.amazonaws.com.evil.example${certificate}`,
    `https://evil.example${certificate}`,
    `https://evil.example/sns.eu-west-1.amazonaws.com${certificate}`,
    `https://sns.eu-west-1.amazonaws.com@evil.example${certificate}`,
    `https://evil@sns.eu-west-1.amazonaws.com${certificate}`,
    `https://:@sns.eu-west-1.amazonaws.com${certificate}`,
    `http://sns.eu-west-1.amazonaws.com${certificate}`,
    `https://sns.eu-west-1.amazonaws.com:443${certificate}`,
    `https://sns.eu-west-1.amazonaws.com:8443${certificate}`,
    `https://sns.us-east-1.amazonaws.com${certificate}`,
    `https://sns.eu-west-1.amazonaws.com.cn${certificate}`,
    `https://sns.eu-west-1.amazonaws.com.${certificate}`,
    `https://SNS.eu-west-1.amazonaws.com${certificate}`,
    `https://mybucket.s3.eu-west-1.amazonaws.com${certificate}`,
    `https:\\\\sns.eu-west-1.amazonaws.com${certificate}`,
    ` ${here}${certificate}`,
    `${here}${certificate}?x=1`,
    `${here}${certificate}#x`,
    `${here}/x/..${certificate}`,
    `${here}//evil.example${certificate}`,
    `${here}/?Action=GetTopicAttributes`,
    `${here}/SimpleNotificationService-%2e%2e.pem`,
    'data:,x',
    '',
  ])
    it(`is not fetched from ${JSON.stringify(url)}`, () =>
      isRefused(ses.envelope(gone, { SigningCertURL: url }), /certificate is at/));

  it('is asked for in China where the topic is', async () => {
    const topic = 'arn:aws-cn:sns:cn-north-1:123456789012:mail';
    receiver = open([topic]);
    const at = `https://sns.cn-north-1.amazonaws.com.cn${certificate}`;
    await isRefused(
      ses.envelope(gone, { TopicArn: topic }),
      /only https:\/\/sns\.cn-north-1\.amazonaws\.com\.cn\//,
    );
    assert.equal((await receive(ses.envelope(gone, { TopicArn: topic, SigningCertURL: at }))).length, 1);
  });

  it('is fetched once, also by many at once', async () => {
    await Promise.all(Array.from({ length: 5 }, () => receive(ses.envelope(gone))));
    await receive(ses.envelope(gone));
    assert.deepEqual(ses.asked, [certificate]);
  });

  const named = (name: string): Envelope =>
    ses.envelope(gone, { SigningCertURL: `${here}/SimpleNotificationService-${name}.pem` });

  it('must be valid now', () =>
    isRefused(named('expired'), /valid from/, ['/SimpleNotificationService-expired.pem']));

  it('must be one', async () => {
    await isRefused(named('nothing'), /no certificate/, ['/SimpleNotificationService-nothing.pem']);
    ses.asked.length = 0;
    await isRefused(named('missing'), /no certificate/, ['/SimpleNotificationService-missing.pem']);
  });

  it('is not looked for elsewhere', async () => {
    await assert.rejects(receive(named('elsewhere')), AppError);
    assert.deepEqual(ses.asked, ['/SimpleNotificationService-elsewhere.pem']);
  });

  it('may be asked for again where SNS did not answer', async () => {
    ses.serve('/SimpleNotificationService-later.pem', 500, '');
    await assert.rejects(
      receive(named('later')),
      (error) => error instanceof AppError && error.status === 502,
    );
    await assert.rejects(
      receive(named('later')),
      (error) => error instanceof AppError && error.status === 502,
    );
    assert.equal(ses.asked.length, 2);
  });

  it('is not asked for more than ten times a minute, whatever is posted', async () => {
    for (let index = 0; index < 10; index += 1)
      await assert.rejects(receive(named(`missing${index}`)), NotAuthentic);
    await assert.rejects(
      receive(named('missing10')),
      (error) => error instanceof AppError && error.status === 503,
    );
    assert.equal(ses.asked.length, 10);
  });
});

describe('a subscription that waits for its confirmation', () => {
  it('is confirmed where SNS says', async () => {
    const asked = ses.confirmation();
    assert.deepEqual(await receive(asked), []);
    assert.deepEqual(ses.asked, [certificate, (asked['SubscribeURL'] ?? '').slice(here.length)]);
  });

  it('is confirmed nowhere else, and not for another topic or token', async () => {
    await receive(ses.envelope(gone));
    const right = ses.confirmation()['SubscribeURL'] ?? '';
    for (const wrong of [
      right.replace(here, 'https://evil.example'),
      right.replace('https:', 'http:'),
      right.replace(here, `${here}:8443`),
      right.replace(here, 'https://sns.eu-west-1.amazonaws.com@evil.example'),
      right.replace(topicArn, 'arn:aws:sns:eu-west-1:999999999999:mail'),
      right.replace('ConfirmSubscription', 'Unsubscribe'),
      `${right}0`,
      `${right}&AuthenticateOnUnsubscribe=true`,
      `${right}&Token=other`,
      '',
    ])
      await isRefused(ses.confirmation({ SubscribeURL: wrong }), /does not confirm/, [certificate]);
  });

  it('is not confirmed where the message is not signed', async () => {
    const asked = ses.confirmation();
    await isRefused({ ...asked, Token: 'other' }, /signature/, [certificate]);
  });

  it('is asked for again where SNS does not take it', async () => {
    const asked = ses.confirmation({
      Token: 'short',
      SubscribeURL: `${here}/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=short`,
    });
    ses.serve((asked['SubscribeURL'] ?? '').slice(here.length), 500, '');
    await assert.rejects(receive(asked), (error) => error instanceof AppError && error.status === 502);
  });

  it('that has ended changes nothing', async () => {
    assert.deepEqual(await receive(ses.confirmation({ Type: 'UnsubscribeConfirmation' })), []);
    assert.deepEqual(ses.asked, [certificate]);
  });
});

describe('a notice of SES', () => {
  const read = async (notice: object): Promise<ProviderEvent | undefined> =>
    (await receive(ses.envelope(JSON.stringify(notice))))[0];

  it('is the same by an identity and by event publishing', async () => {
    for (const happened of ['gone', 'full', 'blocked', 'complaint'] as const) {
      const [notified, published] = [
        await read(sesNotice(happened, { address })),
        await read(sesNotice(happened, { address }, 'eventType')),
      ];
      assert.ok(notified);
      assert.deepEqual(published?.report, notified.report, happened);
    }
  });

  it('tells the Message-ID and the sender that our mail had', async () => {
    const event = await read(sesNotice('gone', { address, messageId: '<e1.s2@courier.example>' }));
    assert.equal(event?.report.original.messageId, '<e1.s2@courier.example>');
    assert.equal(event.report.original.returnPath, 'desk@courier.example');
    assert.equal(event.at?.toISOString(), '2026-11-25T08:00:05.000Z');
  });

  it('may be about several recipients', async () => {
    const bouncedRecipients = ['one@readers.example', 'two@readers.example'].map((emailAddress) => ({
      emailAddress,
      status: '5.1.1',
    }));
    const event = await read({ eventType: 'Bounce', bounce: { bounceType: 'Permanent', bouncedRecipients } });
    assert.deepEqual(
      event?.report.recipients.map((one) => one.class),
      ['hard', 'hard'],
    );
  });

  it('is no complaint where nobody complains', async () => {
    const part = { complainedRecipients: [{ emailAddress: address }], complaintFeedbackType: 'not-spam' };
    assert.equal(await read({ notificationType: 'Complaint', complaint: part }), undefined);
  });

  it('is unreadable where it lacks what it announces', async () => {
    assert.equal((await read({ eventType: 'Bounce' }))?.report.kind, 'unreadable');
    assert.equal((await read({ anything: 1 }))?.report.kind, 'unreadable');
    assert.equal((await read([]))?.report.kind, 'unreadable');
  });

  it('that SES publishes to see whether it may says nothing', async () => {
    assert.deepEqual(
      await receive(ses.envelope('Successfully validated SNS topic for Amazon SES event publishing.')),
      [],
    );
    assert.equal(await read({ eventType: 'constructor' }), undefined);
  });
});
