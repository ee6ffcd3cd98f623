import { z } from 'zod';
import type { ReplyClass } from '../classify.ts';
import { asDelayed, complainant, judgeOr } from './judge.ts';
import { noComplaints } from './read-feedback.ts';
import { ownOf } from './own.ts';
import type { Reading, Report } from './report.ts';

const word = z.string().catch('');
const recipients = z
  .array(z.looseObject({ emailAddress: word, status: word, diagnosticCode: word }))
  .catch([]);
const part = z.looseObject({
  timestamp: word,
  bounceType: word,
  bounceSubType: word,
  bouncedRecipients: recipients,
  complainedRecipients: recipients,
  delayedRecipients: recipients,
  complaintFeedbackType: word,
  reason: word,
});
const mail = z.looseObject({
  source: word,
  destination: z.array(z.string()).catch([]),
  headers: z.array(z.looseObject({ name: word, value: word })).catch([]),
});

// Notifications of an identity say notificationType, event publishing of a configuration set eventType.
const notice = z
  .looseObject({
    notificationType: z.string().optional(),
    eventType: z.string().optional(),
    mail: mail.optional(),
    bounce: part.optional(),
    complaint: part.optional(),
    deliveryDelay: part.optional(),
    reject: part.optional(),
  })
  .transform((value) => ({ ...value, type: value.eventType ?? value.notificationType ?? '' }))
  .refine(({ type }) => type !== '');

type Notice = z.infer<typeof notice>;
type Part = z.infer<typeof part>;
type Mail = z.infer<typeof mail>;

/** When Amazon's notice is from, and what it says; null for what is none, or lacks what its type announces. */
export function readNotice(value: unknown): { at: string; report: Report } | null {
  const found = notice.safeParse(value);
  if (!found.success) return null;
  const { data } = found;
  const about = aboutOf(data);
  if (about === undefined) return null;
  const said =
    about === null ? { kind: 'none' as const, recipients: [] } : ownOf(readings, data.type)?.(about, data);
  const report = { kind: 'none' as const, recipients: [], feedback: null, reason: null, ...said };
  return { at: about?.timestamp ?? '', report: { ...report, original: originalOf(data.mail) } };
}

const readings: Record<string, (about: Part, notice: Notice) => Reading> = {
  Bounce: (about) => ({
    kind: 'bounce',
    recipients: about.bouncedRecipients.map((one) => judgeRecipient(categoryOf(about), one)),
  }),
  Complaint: ({ complaintFeedbackType: type, complainedRecipients }) => {
    const feedback = type || 'abuse';
    if (noComplaints.has(feedback)) return { kind: 'none', recipients: [], feedback };
    const who = complainedRecipients.map(({ emailAddress }) => complainant(emailAddress));
    return { kind: 'complaint', recipients: who, feedback };
  },
  DeliveryDelay: ({ delayedRecipients }) => ({
    kind: 'delayed',
    recipients: delayedRecipients.map((one) => asDelayed(judgeRecipient('soft', one))),
  }),
  // Amazon found a virus in our mail and sent it to nobody.
  Reject: ({ reason }, { mail: about }) => ({
    kind: 'bounce',
    recipients: (about?.destination ?? []).map((address) => ({
      address,
      status: '',
      class: 'sender',
      reply: `Amazon SES rejected it: ${reason || 'no reason given'}`,
    })),
  }),
};

/** The part that a notice's type announces; null where it is about no failure, undefined where it is missing. */
function aboutOf({ type, bounce, complaint, deliveryDelay, reject }: Notice): Part | null | undefined {
  if (ownOf(readings, type) === undefined) return null;
  return ownOf({ Bounce: bounce, Complaint: complaint, DeliveryDelay: deliveryDelay, Reject: reject }, type);
}

function judgeRecipient(
  category: ReplyClass,
  { emailAddress, diagnosticCode, status }: Part['bouncedRecipients'][number],
) {
  return judgeOr(category, emailAddress, diagnosticCode.replace(/^\w+;\s*/, ''), { status });
}

function categoryOf({ bounceType, bounceSubType }: Part): ReplyClass {
  if (/^(MessageTooLarge|ContentRejected|AttachmentRejected)$/.test(bounceSubType)) return 'sender';
  if (bounceType === 'Permanent') return 'hard';
  return bounceType === 'Transient' ? 'soft' : 'unknown';
}

/** Amazon gives a message another Message-ID; ours stands among the headers where these are included. */
function originalOf(about: Mail | undefined): Report['original'] {
  const header = (wanted: string): string =>
    about?.headers.find(({ name }) => name.toLowerCase() === wanted)?.value.trim() ?? '';
  return {
    messageId: header('message-id').slice(0, 998),
    returnPath: about?.source ?? '',
    unsubscribe: header('list-unsubscribe').slice(0, 2_000),
  };
}
