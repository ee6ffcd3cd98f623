import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { isSameText } from '../../../same-text.ts';
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
import { digestOf, parseJson, reportOf, text, time, unreadableEvent } from './read-json.ts';

const proof = z.looseObject({
  signature: z.looseObject({ timestamp: text, token: z.string().min(20).max(200), signature: z.string() }),
});

const status = z.looseObject({
  code: text,
  message: text,
  description: text,
  'enhanced-code': text,
  'bounce-type': text,
});
const event = z.looseObject({
  id: text,
  event: z.string(),
  severity: text,
  reason: text,
  recipient: text,
  timestamp: time,
  envelope: z.looseObject({ sender: text }).optional().catch(undefined),
  message: z
    .looseObject({ headers: z.looseObject({ 'message-id': text }) })
    .optional()
    .catch(undefined),
  'delivery-status': status.optional().catch(undefined),
});
type Event = z.infer<typeof event>;

/**
 * Mailgun signs a time and a token, but not the event: so a token stands for the body that it came with first, and
 * for no other. It stands for it longer than the signature is taken. What Mailgun is to post no more is refused with 406,
 * the only refusal that it does not try again.
 * https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks
 * https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/webhook-payloads
 * https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/webhook-retries
 */
export const mailgun: Provider = {
  open: ({ mailgunKey }, { bindOnce }) => {
    if (mailgunKey === null) return null;
    return {
      contentTypes: ['application/json'],
      admit: () => {},
      receive: async ({ body }, now) => {
        const raw = body.toString('utf8');
        const parsed = parseJson(raw);
        const found = proof.safeParse('value' in parsed ? parsed.value : null);
        if (!found.success) throw new NotAuthentic('it carries no signature of Mailgun');
        const { timestamp, token, signature } = found.data.signature;
        const expected = createHmac('sha256', mailgunKey)
          .update(timestamp + token)
          .digest('hex');
        if (!isSameText(signature, expected))
          throw new NotAuthentic('its signature is not by the signing key');
        refuseStale(Number(timestamp || Number.NaN) * 1000, now, postedAgainSeconds, 406);
        if (!(await bindOnce(`mailgun-${token}`, digestOf(raw), 2 * postedAgainSeconds, now)))
          throw new NotAuthentic('its token was used before, for another event', 406);
        return readEvent(token, found.data['event-data'], raw);
      },
    };
  },
};

function readEvent(token: string, data: unknown, raw: string): ProviderEvent[] {
  const found = event.safeParse(data);
  if (!found.success) return [{ ...unreadableEvent(raw, 'it names no event'), id: token }];
  const said = ownOf(readings, found.data.event)?.(found.data);
  if (said === undefined) return [];
  const original = {
    messageId: bracketed(found.data.message?.headers['message-id'] ?? ''),
    returnPath: found.data.envelope?.sender ?? '',
  };
  const { timestamp: at } = found.data;
  return [{ id: eventId(found.data) || token, at, report: reportOf(said, original), raw }];
}

/** One event may be posted by several webhooks, each with a token of its own; its id is unique within a day. */
function eventId({ id, timestamp }: Event): string {
  return id === '' ? '' : `${timestamp?.toISOString().slice(0, 10) ?? ''} ${id}`.trim();
}

const readings: Record<string, (event: Event) => Reading> = {
  failed: readFailure,
  complained: ({ recipient }) => complaintOf(recipient, 'abuse'),
  unsubscribed: ({ recipient }) => complaintOf(recipient, 'opt-out'),
};

/** A temporary failure is tried again by Mailgun; one for good may also be that Mailgun does not try any more. */
function readFailure({ severity, reason, recipient, 'delivery-status': said }: Event): Reading {
  if (reason === 'suppress-complaint') return complaintOf(recipient, 'abuse');
  if (reason === 'suppress-unsubscribe') return complaintOf(recipient, 'opt-out');
  const category =
    reason === 'suppress-bounce' ? 'hard' : (ownOf(categories, said?.['bounce-type'] ?? '') ?? 'unknown');
  const judged = judgeOr(category, recipient, replyOf(said), { status: said?.['enhanced-code'] ?? '' });
  return severity === 'temporary'
    ? { kind: 'delayed', recipients: [asDelayed(judged)] }
    : { kind: 'bounce', recipients: [judged] };
}

const categories: Record<string, ReplyClass> = { hard: 'hard', soft: 'soft' };

/** The reply as the server gave it; Mailgun's own codes, such as 605, are no replies. */
function replyOf(said: Event['delivery-status']): string {
  const words = said?.message || said?.description || '';
  const code = /^[45]\d\d$/.test(said?.code ?? '') ? (said?.code ?? '') : '';
  return code === '' || words.startsWith(code) ? words : `${code} ${words}`;
}

function bracketed(messageId: string): string {
  return messageId === '' || messageId.startsWith('<') ? messageId : `<${messageId}>`;
}
