import { z } from 'zod';
import type { ReplyClass } from '../../classify.ts';
import { asDelayed, complaintOf, judgeOr } from '../judge.ts';
import { ownOf } from '../own.ts';
import type { Reading } from '../report.ts';
import type { Provider, ProviderEvent } from './provider.ts';
import { digestOf, parseJson, reportOf, text, time, unreadableEvent } from './read-json.ts';
import { checkSecret } from './secret.ts';

const record = z.looseObject({
  RecordType: z.string(),
  ID: text,
  Type: text,
  MessageID: text,
  Email: text,
  Recipient: text,
  Description: text,
  Details: text,
  BouncedAt: time,
  ChangedAt: time,
  SuppressSending: z.boolean().catch(false),
  SuppressionReason: text,
  Origin: text,
});
type PostmarkRecord = z.infer<typeof record>;

/**
 * Postmark does not sign: basic authentication or a header of its own carries a secret.
 * https://postmarkapp.com/developer/webhooks/bounce-webhook
 * https://postmarkapp.com/developer/api/bounce-api#bounce-types
 * https://postmarkapp.com/developer/webhooks/subscription-change-webhook
 */
export const postmark: Provider = {
  open: ({ postmarkSecret }) => {
    if (postmarkSecret === null) return null;
    return {
      contentTypes: ['application/json'],
      admit: (headers) => checkSecret(headers, postmarkSecret),
      receive: async ({ headers, body }) => {
        checkSecret(headers, postmarkSecret);
        return readRecord(body.toString('utf8'));
      },
    };
  },
};

function readRecord(raw: string): ProviderEvent[] {
  const parsed = parseJson(raw);
  if ('problem' in parsed) return [unreadableEvent(raw, parsed.problem)];
  const found = record.safeParse(parsed.value);
  if (!found.success) return [unreadableEvent(raw, 'it names no RecordType')];
  const { data } = found;
  const said = ownOf(readings, data.RecordType)?.(data) ?? null;
  if (said === null) return [];
  const id =
    data.ID === ''
      ? digestOf(data.RecordType, data.MessageID, data.Recipient, data.ChangedAt?.toISOString() ?? '')
      : `${data.RecordType}-${data.ID}`;
  return [{ id, at: data.BouncedAt ?? data.ChangedAt, report: reportOf(said), raw }];
}

const readings: Record<string, (one: PostmarkRecord) => Reading | null> = {
  Bounce: readBounce,
  SpamComplaint: ({ Email }) => complaintOf(Email, 'abuse'),
  // Bounces and complaints are told by records of their own; what the recipient chose is told here only.
  SubscriptionChange: ({ SuppressSending, SuppressionReason, Origin, Recipient }) =>
    SuppressSending && SuppressionReason === 'ManualSuppression' && Origin === 'Recipient'
      ? complaintOf(Recipient, 'opt-out')
      : null,
};

function readBounce(one: PostmarkRecord): Reading | null {
  if (one.Type === 'SpamComplaint') return complaintOf(one.Email, 'abuse');
  if (one.Type === 'Unsubscribe') return complaintOf(one.Email, 'opt-out');
  if (one.Type === 'Subscribe' || one.Type === 'OpenRelayTest') return null;
  if (autoReplies.has(one.Type)) return { kind: 'auto-reply', recipients: [] };
  const said = (one.Details || one.Description).replace(/^smtp;\s*/i, '');
  const judged = judgeOr(ownOf(classes, one.Type) ?? 'unknown', one.Email, said);
  return one.Type === 'Transient'
    ? { kind: 'delayed', recipients: [asDelayed(judged)] }
    : { kind: 'bounce', recipients: [judged] };
}

const autoReplies = new Set(['AutoResponder', 'AddressChange', 'ChallengeVerification']);

const classes: Record<string, ReplyClass> = {
  HardBounce: 'hard',
  BadEmailAddress: 'hard',
  Transient: 'soft',
  SoftBounce: 'soft',
  DnsError: 'soft',
  Blocked: 'sender',
  SpamNotification: 'sender',
  VirusNotification: 'sender',
  DMARCPolicy: 'sender',
  SMTPApiError: 'sender',
  InboundError: 'sender',
  TemplateRenderingFailed: 'sender',
};
