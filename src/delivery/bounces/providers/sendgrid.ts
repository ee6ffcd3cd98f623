import { type KeyObject, verify } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { ReplyClass } from '../../classify.ts';
import { asDelayed, complaintOf, judgeOr } from '../judge.ts';
import { ownOf } from '../own.ts';
import type { Reading } from '../report.ts';
import {
  NotAuthentic,
  type Provider,
  type ProviderEvent,
  postedAgainSeconds,
  refuseStale,
} from './provider.ts';
import { digestOf, readEach, reportOf, text, time } from './read-json.ts';

const event = z.looseObject({
  event: z.string(),
  email: text,
  timestamp: time,
  sg_event_id: text,
  'smtp-id': text,
  reason: text,
  response: text,
  status: text,
  type: text,
  bounce_classification: text,
});
type Event = z.infer<typeof event>;

/**
 * SendGrid signs the time of posting and the body, with ECDSA over P-256, and posts many events at once.
 * https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
 * https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event
 */
export const sendgrid: Provider = {
  open: ({ sendgridKey }) => {
    if (sendgridKey === null) return null;
    return {
      contentTypes: ['application/json'],
      admit: refuseUnproven,
      receive: async ({ headers, body }, now) => {
        refuseUnproven(headers, now);
        if (!isSigned(sendgridKey, headers, body))
          throw new NotAuthentic('its signature is not by the verification key');
        return readEach(body.toString('utf8'), event, 'it names no event', readEvent);
      },
    };
  },
};

function refuseUnproven(headers: IncomingHttpHeaders, now: Date): void {
  const { timestamp } = proofOf(headers);
  refuseStale(Number(timestamp || Number.NaN) * 1000, now, postedAgainSeconds);
}

function proofOf(headers: IncomingHttpHeaders): { signature: string; timestamp: string } {
  const signature = headers['x-twilio-email-event-webhook-signature'];
  const timestamp = headers['x-twilio-email-event-webhook-timestamp'];
  if (typeof signature === 'string' && typeof timestamp === 'string') return { signature, timestamp };
  throw new NotAuthentic('it carries no signature of SendGrid; switch on the signed event webhook');
}

function isSigned(key: KeyObject, headers: IncomingHttpHeaders, body: Buffer): boolean {
  const { signature, timestamp } = proofOf(headers);
  const signed = Buffer.concat([Buffer.from(timestamp), body]);
  return verify('sha256', signed, key, Buffer.from(signature, 'base64'));
}

function readEvent(data: Event, raw: string): ProviderEvent | null {
  const said = ownOf(readings, data.event)?.(data);
  if (said === undefined) return null;
  const report = reportOf(said, { messageId: data['smtp-id'] });
  return { id: data.sg_event_id || digestOf(raw), at: data.timestamp, report, raw };
}

const readings: Record<string, (event: Event) => Reading> = {
  bounce: (one) => ({ kind: 'bounce', recipients: [judged(one)] }),
  deferred: (one) => ({ kind: 'delayed', recipients: [asDelayed(judged(one))] }),
  dropped: readDrop,
  spamreport: ({ email }) => complaintOf(email, 'abuse'),
  unsubscribe: ({ email }) => complaintOf(email, 'opt-out'),
  group_unsubscribe: ({ email }) => complaintOf(email, 'opt-out'),
};

/** What SendGrid did not even try, for what it remembers of the address, or for something of ours. */
function readDrop(one: Event): Reading {
  const reason = one.reason.toLowerCase();
  if (reason === 'spam reporting address') return complaintOf(one.email, 'abuse');
  if (reason === 'unsubscribed address') return complaintOf(one.email, 'opt-out');
  const isGone = reason === 'bounced address' || reason === 'invalid';
  const recipient = { address: one.email, status: one.status, reply: one.reason };
  return { kind: 'bounce', recipients: [{ ...recipient, class: isGone ? 'hard' : 'sender' }] };
}

function judged(one: Event) {
  const category =
    ownOf(classes, one.bounce_classification.toLowerCase()) ?? (one.type === 'blocked' ? 'soft' : 'hard');
  return judgeOr(category, one.email, one.reason || one.response, { status: one.status });
}

// "Unclassified" is left to the event's type.
const classes: Record<string, ReplyClass> = {
  'invalid address': 'hard',
  technical: 'soft',
  'mailbox unavailable': 'soft',
  'frequency or volume too high': 'soft',
  'frequency/volume': 'soft',
  content: 'sender',
  reputation: 'sender',
};
