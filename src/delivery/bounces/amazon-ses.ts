import { z } from 'zod';
import { judge } from './judge.ts';
import type { Message } from './message.ts';
import type { Report } from './report.ts';

const recipients = z
  .array(
    z.looseObject({
      emailAddress: z.string().catch(''),
      status: z.string().catch(''),
      diagnosticCode: z.string().catch(''),
    }),
  )
  .catch([]);
const notice = z.looseObject({
  notificationType: z.string().optional(),
  eventType: z.string().optional(),
  bounce: z.looseObject({ bouncedRecipients: recipients }).optional(),
  complaint: z
    .looseObject({ complainedRecipients: recipients, complaintFeedbackType: z.string().nullish() })
    .optional(),
});

/**
 * Reads Amazon's notices where a topic sends them as mail: JSON in the text. Gives null where the message
 * is none.
 */
export function readAmazonNotice({
  text,
  headers,
}: Message): Pick<Report, 'kind' | 'recipients' | 'feedback'> | null {
  if (!/@sns\.amazonaws\.com\b/i.test(headers.get('from') ?? '')) return null;
  const found = notice.safeParse(parseJson(text));
  if (!found.success) return null;
  const { notificationType, eventType, bounce, complaint } = found.data;
  const type = notificationType ?? eventType;
  if (type === 'Bounce' && bounce)
    return {
      kind: 'bounce',
      feedback: null,
      recipients: bounce.bouncedRecipients.map((one) =>
        judge(one.emailAddress, one.diagnosticCode.replace(/^\w+;\s*/, ''), { status: one.status }),
      ),
    };
  if (type === 'Complaint' && complaint)
    return {
      kind: 'complaint',
      feedback: complaint.complaintFeedbackType ?? 'abuse',
      recipients: complaint.complainedRecipients.map(({ emailAddress }) => ({
        address: emailAddress,
        status: '',
        class: 'unknown',
        reply: '',
      })),
    };
  return { kind: 'none', feedback: null, recipients: [] };
}

function parseJson(text: string): unknown {
  const start = text.indexOf('{');
  const end = text.indexOf('\n--', start);
  try {
    return JSON.parse(text.slice(start, end < 0 ? undefined : end).replace(/!?\r?\n ?/g, ''));
  } catch {
    return null;
  }
}
