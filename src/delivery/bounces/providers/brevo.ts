import { z } from 'zod';
import type { ReplyClass } from '../../classify.ts';
import { asDelayed, complaintOf, judgeOr } from '../judge.ts';
import { ownOf } from '../own.ts';
import type { Reading } from '../report.ts';
import type { Provider, ProviderEvent } from './provider.ts';
import { digestOf, readEach, reportOf, text, time } from './read-json.ts';
import { checkSecret } from './secret.ts';

const event = z.looseObject({
  event: z.string(),
  email: text,
  'message-id': text,
  reason: text,
  ts_event: time,
  ts_epoch: time,
});
type Event = z.infer<typeof event>;

/**
 * Brevo does not sign: a user and password in the address, a bearer token or a header carries a secret. Its events
 * have no id (`id` is the webhook's), and come one by one or, where that is chosen, many at once.
 * https://developers.brevo.com/docs/transactional-webhooks
 * https://developers.brevo.com/docs/secured-webhooks
 * https://developers.brevo.com/docs/retry-mechanism
 */
export const brevo: Provider = {
  open: ({ brevoSecret }) => {
    if (brevoSecret === null) return null;
    return {
      contentTypes: ['application/json'],
      // At 500 Brevo gives the event up.
      comeAgain: { status: 429, retryAfterSeconds: 600 },
      admit: (headers) => checkSecret(headers, brevoSecret),
      receive: async ({ headers, body }) => {
        checkSecret(headers, brevoSecret);
        return readEach(body.toString('utf8'), event, 'it names no event', readEvent);
      },
    };
  },
};

function readEvent(data: Event, raw: string): ProviderEvent | null {
  const name = nameOf(data.event);
  const said = ownOf(readings, name)?.(data);
  if (said === undefined) return null;
  // ts_event is in the account's own zone; the two are the same each time that an event is posted.
  const at = data.ts_epoch ?? data.ts_event;
  const id = digestOf(name, data['message-id'], data.email, at?.toISOString() ?? '');
  return { id, at, report: reportOf(said, { messageId: data['message-id'] }), raw };
}

/** `hardBounce` is how events are chosen, `hard_bounce` how they come. */
function nameOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}

const readings: Record<string, (event: Event) => Reading> = {
  hard_bounce: (one) => bounce('hard', one),
  soft_bounce: (one) => bounce('soft', one),
  // Brevo's documents say of it now that the sender's address is meant, now the recipient's.
  invalid_email: (one) => bounce('unknown', one),
  // Brevo did not try, for what it remembers of the address; it does not say what.
  blocked: (one) => bounce('unknown', one),
  error: (one) => bounce('sender', one),
  deferred: ({ email, reason }) => ({
    kind: 'delayed',
    recipients: [asDelayed(judgeOr('soft', email, reason))],
  }),
  spam: ({ email }) => complaintOf(email, 'abuse'),
  complaint: ({ email }) => complaintOf(email, 'abuse'),
  unsubscribe: ({ email }) => complaintOf(email, 'opt-out'),
  unsubscribed: ({ email }) => complaintOf(email, 'opt-out'),
};

function bounce(category: ReplyClass, { email, reason }: Event): Reading {
  return { kind: 'bounce', recipients: [judgeOr(category, email, reason)] };
}
