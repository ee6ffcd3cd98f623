import { randomUUID } from 'node:crypto';
import type { Happened, Happening, Post, Poster } from './poster.ts';

const json = { 'content-type': 'application/json; charset=utf-8' };

export const postmarkSecret = 'postmark-secret-of-a-test';
const postmarkTypes: Partial<Record<Happened, [type: string, details: string]>> = {
  gone: ['HardBounce', 'smtp;550 5.1.1 The email account that you tried to reach does not exist'],
  full: ['SoftBounce', 'smtp;552 5.2.2 The email account that you tried to reach is over quota'],
  blocked: ['Blocked', 'ISP block'],
  delayed: ['Transient', 'smtp;451 4.3.0 Try again later'],
};

/** Postmark, with basic authentication. */
export const postmarkPoster: Poster = {
  settings: { postmarkSecret },
  hasTime: false,
  signsBody: false,
  post: (happened, happening, at = new Date()) => {
    const authorization = `Basic ${Buffer.from(`:${postmarkSecret}`).toString('base64')}`;
    return {
      headers: { ...json, authorization },
      body: JSON.stringify(postmarkRecord(happened, happening, at)),
    };
  },
  postNonsense: () => ({ headers: { ...json, 'x-webhook-secret': postmarkSecret }, body: '{"RecordType"' }),
};

function postmarkRecord(happened: Happened, { address, id = randomUUID() }: Happening, at: Date): object {
  const common = {
    MessageID: randomUUID(),
    ServerID: 23,
    MessageStream: 'broadcasts',
    Metadata: {},
    Tag: '',
  };
  if (happened === 'delivered')
    return {
      RecordType: 'Delivery',
      ...common,
      Recipient: address,
      DeliveredAt: at.toISOString(),
      Details: 'OK',
    };
  if (happened === 'opened')
    return {
      RecordType: 'Open',
      ...common,
      Recipient: address,
      ReceivedAt: at.toISOString(),
      FirstOpen: true,
    };
  const [Type, Details] = postmarkTypes[happened] ?? ['SpamComplaint', ''];
  return {
    RecordType: happened === 'complaint' ? 'SpamComplaint' : 'Bounce',
    ...common,
    ID: Number.parseInt(Buffer.from(id).toString('hex').slice(-10), 16),
    Type,
    TypeCode: 1,
    Name: Type,
    Description: '',
    Details,
    Email: address,
    From: 'desk@courier.example',
    BouncedAt: at.toISOString(),
    DumpAvailable: false,
    Inactive: true,
    CanActivate: true,
    Subject: 'Good morning',
  };
}

export const brevoSecret = 'brevo-secret-of-a-test';
const brevoEvents: Record<Happened, [event: string, reason: string]> = {
  gone: ['hard_bounce', '550-5.1.1 The email account that you tried to reach does not exist'],
  full: ['soft_bounce', '452 4.2.2 mailbox full'],
  blocked: ['soft_bounce', '554 5.7.1 Message rejected as spam by content filtering'],
  delayed: ['deferred', '450 4.2.1 unable to find user'],
  complaint: ['spam', ''],
  delivered: ['delivered', ''],
  opened: ['unique_opened', ''],
};

/** Brevo, with a bearer token. */
export const brevoPoster: Poster = {
  settings: { brevoSecret },
  hasTime: false,
  signsBody: false,
  post: (happened, happening, at = new Date()) =>
    brevoPost(JSON.stringify(brevoEvent(happened, happening, at))),
  postNonsense: () => brevoPost('event=spam'),
};

function brevoPost(body: string): Post {
  return { headers: { 'content-type': 'application/json', authorization: `Bearer ${brevoSecret}` }, body };
}

/** An event as Brevo tells it; `id` is the webhook's, the same for all. */
export function brevoEvent(happened: Happened, { address, messageId, id }: Happening, at: Date): object {
  const [event, reason] = brevoEvents[happened];
  return {
    event,
    email: address,
    id: 26224,
    date: at.toISOString(),
    ts: Math.floor(at.getTime() / 1000),
    'message-id': messageId ?? `<${id ?? randomUUID()}@smtp-relay.mailin.fr>`,
    ts_event: Math.floor(at.getTime() / 1000),
    ts_epoch: at.getTime(),
    subject: 'Good morning',
    'X-Mailin-custom': '',
    sending_ip: '185.41.28.109',
    tags: [],
    reason,
  };
}
