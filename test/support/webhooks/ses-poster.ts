import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import { guardedFetch } from '../../../src/guarded-fetch.ts';
import { selfSigned } from './certificate.ts';
import type { Happened, Happening, Post, Poster } from './poster.ts';

export const topicArn = 'arn:aws:sns:eu-west-1:123456789012:mail';
const origin = 'https://sns.eu-west-1.amazonaws.com';
const certificateAt = `${origin}/SimpleNotificationService-0123456789abcdef.pem`;
const day = 24 * 3_600_000;

export type Envelope = Record<string, string>;

export interface SesPoster extends Poster {
  /** What SNS puts around a message, signed. */
  envelope(message: string, changes?: Envelope): Envelope;
  /** The same, for a subscription that waits for its confirmation. */
  confirmation(changes?: Envelope): Envelope;
  asPost(envelope: Envelope): Post;
  /** What was asked of the server that stands for SNS, in order. */
  asked: string[];
  /** What it answers at a path instead of what is right; '' for a redirect elsewhere. */
  serve(path: string, status: number, body: string): void;
}

/** SES by SNS, with a key and a certificate of its own, served over loopback through the real guard. */
export async function startSesPoster(): Promise<SesPoster> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const now = Date.now();
  const certificate = selfSigned(privateKey, { from: new Date(now - day), to: new Date(now + day) });
  const expired = selfSigned(privateKey, { from: new Date(now - 2 * day), to: new Date(now - day) });
  const pages = new Map<string, { status: number; body: string }>([
    ['/SimpleNotificationService-0123456789abcdef.pem', { status: 200, body: certificate }],
    ['/SimpleNotificationService-expired.pem', { status: 200, body: expired }],
    ['/SimpleNotificationService-nothing.pem', { status: 200, body: '<html>not found</html>' }],
    ['/SimpleNotificationService-elsewhere.pem', { status: 302, body: '' }],
  ]);
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const page = pages.get(request.url ?? '') ?? {
      status: request.url?.startsWith('/?') ? 200 : 404,
      body: '',
    };
    response.writeHead(page.status, { location: '/SimpleNotificationService-0123456789abcdef.pem' });
    response.end(page.body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  const loopback = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const signed = (fields: Envelope, names: string[]): Envelope => {
    const text = names
      .filter((name) => fields[name] !== undefined)
      .map((name) => `${name}\n${fields[name]}\n`);
    const algorithm = fields['SignatureVersion'] === '1' ? 'RSA-SHA1' : 'RSA-SHA256';
    return {
      ...fields,
      Signature: sign(algorithm, Buffer.from(text.join('')), privateKey).toString('base64'),
    };
  };
  const common = (): Envelope => ({
    MessageId: randomUUID(),
    TopicArn: topicArn,
    Timestamp: new Date().toISOString(),
    SignatureVersion: '2',
    SigningCertURL: certificateAt,
  });
  const envelope = (message: string, changes: Envelope = {}): Envelope =>
    signed(
      {
        Type: 'Notification',
        ...common(),
        Message: message,
        UnsubscribeURL: `${origin}/?Action=Unsubscribe`,
        ...changes,
      },
      ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
    );
  const confirmation = (changes: Envelope = {}): Envelope => {
    const Token =
      '2336412f37fb687f5d51e6e241d09c805a5a57b30d712f794cc5f6a988666d92768dd60a747ba6f3beb71854e285d6ad02428b09ceece29417f1f02d609c582afbacc99c583a916b9981dd2728f4ae6fdb82efd087cc3b7849e05798d2d2785c03b0879594eeac82c01f235d0e717736';
    const SubscribeURL = `${origin}/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=${Token}`;
    return signed(
      {
        Type: 'SubscriptionConfirmation',
        ...common(),
        Message: 'You have chosen …',
        Token,
        SubscribeURL,
        ...changes,
      },
      ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
    );
  };
  const asPost = (fields: Envelope): Post => ({
    headers: { 'content-type': 'text/plain; charset=UTF-8', 'x-amz-sns-message-type': fields['Type'] ?? '' },
    body: JSON.stringify(fields),
  });
  const idOf = ({ id }: Happening): Envelope => (id === undefined ? {} : { MessageId: id });
  return {
    settings: { sesTopics: [topicArn] },
    hasTime: true,
    signsBody: true,
    post: (happened, happening, at = new Date()) =>
      asPost(
        envelope(JSON.stringify(sesNotice(happened, happening)), {
          Timestamp: at.toISOString(),
          ...idOf(happening),
        }),
      ),
    postNonsense: (at = new Date()) => asPost(envelope('no notice', { Timestamp: at.toISOString() })),
    fetch: (address, options) =>
      guardedFetch(address.replace(/^https:\/\/sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?(?=\/)/, loopback), {
        ...options,
        allowedOrigins: [loopback],
      }),
    envelope,
    confirmation,
    asPost,
    asked,
    serve: (path, status, body) => pages.set(path, { status, body }),
  };
}

const parts: Record<Happened, (address: string) => [type: string, key: string, part: object]> = {
  gone: (emailAddress) => [
    'Bounce',
    'bounce',
    {
      bounceType: 'Permanent',
      bounceSubType: 'General',
      bouncedRecipients: [
        { emailAddress, action: 'failed', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' },
      ],
    },
  ],
  full: (emailAddress) => [
    'Bounce',
    'bounce',
    { bounceType: 'Transient', bounceSubType: 'MailboxFull', bouncedRecipients: [{ emailAddress }] },
  ],
  blocked: (emailAddress) => [
    'Bounce',
    'bounce',
    { bounceType: 'Transient', bounceSubType: 'ContentRejected', bouncedRecipients: [{ emailAddress }] },
  ],
  delayed: (emailAddress) => [
    'DeliveryDelay',
    'deliveryDelay',
    {
      delayType: 'TransientCommunicationFailure',
      delayedRecipients: [
        { emailAddress, status: '4.4.1', diagnosticCode: 'smtp; 421 4.4.1 Unable to connect' },
      ],
    },
  ],
  complaint: (emailAddress) => [
    'Complaint',
    'complaint',
    { complainedRecipients: [{ emailAddress }], complaintFeedbackType: 'abuse', userAgent: 'Feedback/1' },
  ],
  delivered: (address) => ['Delivery', 'delivery', { recipients: [address], smtpResponse: '250 ok' }],
  opened: () => ['Open', 'open', { ipAddress: '192.0.2.1', userAgent: 'Mozilla/5.0' }],
};

/** A notice of SES: what an identity notifies of says notificationType, what is published eventType. */
export function sesNotice(
  happened: Happened,
  { address, messageId }: Happening,
  typeName: 'eventType' | 'notificationType' = 'notificationType',
): object {
  const [type, key, part] = parts[happened](address);
  const headers = [
    { name: 'From', value: 'The Courier <desk@courier.example>' },
    ...(messageId === undefined ? [] : [{ name: 'Message-ID', value: messageId }]),
  ];
  const mail = {
    timestamp: '2026-11-25T08:00:00.000Z',
    source: 'desk@courier.example',
    messageId: '00000138111222aa-33322211-cccc-cccc-cccc-ddddaaaa0680-000000',
    destination: [address],
    headersTruncated: false,
    headers,
  };
  return { [typeName]: type, [key]: { timestamp: '2026-11-25T08:00:05.000Z', ...part }, mail };
}
