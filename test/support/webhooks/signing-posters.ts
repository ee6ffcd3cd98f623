import { createHash, createHmac, generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto';
import type { Happened, Happening, Post, Poster } from './poster.ts';

const json = { 'content-type': 'application/json' };
const seconds = (at: Date): string => String(Math.floor(at.getTime() / 1000));

export const mailgunKey = 'key-of-a-test-0123456789';

/** Mailgun, with its signing key. */
export const mailgunPoster: Poster = {
  settings: { mailgunKey },
  hasTime: true,
  signsBody: false,
  post: (happened, happening, at = new Date()) =>
    mailgunPost(mailgunEvent(happened, happening, at), at, happening.id),
  postNonsense: (at = new Date()) => mailgunPost('not an event', at),
};

/** Signs a time and a token, as Mailgun does, and puts any event beside it. */
export function mailgunPost(event: unknown, at: Date, id: string = randomUUID()): Post {
  const token = createHash('sha256').update(id).digest('hex').slice(0, 50);
  const timestamp = seconds(at);
  const signature = createHmac('sha256', mailgunKey)
    .update(timestamp + token)
    .digest('hex');
  return {
    headers: json,
    body: JSON.stringify({ signature: { timestamp, token, signature }, 'event-data': event }),
  };
}

const mailgunFailures: Partial<Record<Happened, object>> = {
  gone: {
    severity: 'permanent',
    reason: 'bounce',
    'delivery-status': {
      code: 550,
      'enhanced-code': '5.1.1',
      'bounce-type': 'hard',
      message: '5.1.1 No such user',
      'attempt-no': 1,
    },
  },
  full: {
    severity: 'permanent',
    reason: 'bounce',
    'delivery-status': {
      code: 552,
      'enhanced-code': '5.2.2',
      'bounce-type': 'soft',
      message: '5.2.2 Mailbox full',
    },
  },
  blocked: {
    severity: 'permanent',
    reason: 'espblock',
    'delivery-status': {
      code: 554,
      'bounce-type': 'hard',
      message: 'Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org',
    },
  },
  delayed: {
    severity: 'temporary',
    reason: 'generic',
    'delivery-status': { code: 452, message: '4.2.2 The account is over quota', 'retry-seconds': 600 },
  },
};

function mailgunEvent(happened: Happened, { address, messageId, id }: Happening, at: Date): object {
  const names: Partial<Record<Happened, string>> = {
    complaint: 'complained',
    delivered: 'delivered',
    opened: 'opened',
  };
  return {
    event: names[happened] ?? 'failed',
    id: id ?? randomBytes(16).toString('base64url'),
    timestamp: at.getTime() / 1000,
    recipient: address,
    'recipient-domain': address.split('@')[1],
    envelope: { sender: 'desk@courier.example', targets: address, transport: 'smtp' },
    message: { headers: { to: address, 'message-id': (messageId ?? '').replace(/^<|>$/g, '') }, size: 111 },
    flags: { 'is-test-mode': false },
    'user-variables': {},
    ...mailgunFailures[happened],
  };
}

const sendgridKeys = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

/** SendGrid, with a key of its own. */
export const sendgridPoster: Poster = {
  settings: { sendgridKey: sendgridKeys.publicKey },
  hasTime: true,
  signsBody: true,
  post: (happened, happening, at = new Date()) =>
    sendgridPost(`${JSON.stringify([sendgridEvent(happened, happening, at)], null, 1)}\r\n`, at),
  postNonsense: (at = new Date()) => sendgridPost('[{"event":', at),
};

/** Signs whatever is posted. */
export function sendgridPost(body: string, at: Date): Post {
  const timestamp = seconds(at);
  const signature = sign('sha256', Buffer.from(timestamp + body), sendgridKeys.privateKey).toString('base64');
  return {
    headers: {
      ...json,
      'x-twilio-email-event-webhook-signature': signature,
      'x-twilio-email-event-webhook-timestamp': timestamp,
    },
    body,
  };
}

const sendgridEvents: Record<Happened, object> = {
  gone: {
    event: 'bounce',
    type: 'bounce',
    status: '5.1.1',
    reason: '550 5.1.1 The email account does not exist',
    bounce_classification: 'Invalid Address',
  },
  full: {
    event: 'bounce',
    type: 'bounce',
    status: '5.2.2',
    reason: '552 5.2.2 Mailbox full',
    bounce_classification: 'Mailbox Unavailable',
  },
  blocked: {
    event: 'bounce',
    type: 'blocked',
    status: '5.7.1',
    reason: 'refused',
    bounce_classification: 'Reputation',
  },
  delayed: { event: 'deferred', response: '400 try again later', attempt: '5' },
  complaint: { event: 'spamreport' },
  delivered: { event: 'delivered', response: '250 OK' },
  opened: { event: 'open', useragent: 'Mozilla/5.0' },
};

/** An event as SendGrid tells it. */
export function sendgridEvent(happened: Happened, { address, messageId, id }: Happening, at: Date): object {
  return {
    email: address,
    timestamp: Math.floor(at.getTime() / 1000),
    'smtp-id': messageId ?? `<${randomUUID()}@ismtpd-555>`,
    sg_event_id: id ?? randomBytes(16).toString('base64url'),
    sg_message_id: '14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0',
    ...sendgridEvents[happened],
  };
}
