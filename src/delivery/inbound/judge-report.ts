import type { ReplyClass } from '../classify.ts';
import type { IncomingKind } from './incoming.ts';

/** What a report asks for: `count` may become a suppression by the rule, `tell` is a fault of ours. */
export type Act = 'suppress' | 'count' | 'tell' | 'complain' | 'unsubscribe' | 'note' | 'keep';

export interface Verdict {
  act: Act;
  reason: string;
}

export interface Judged {
  kind: IncomingKind;
  feedback: string | null;
  class: ReplyClass | null;
  status: string;
  reply: string;
  /** Whether we know that it is about a mail of ours. */
  proven: boolean;
  /** Whether a provider says it. */
  verified: boolean;
  /** It proves the link to leave alone, which whoever got the mail forwarded has too. */
  byLink: boolean;
  /** Why it is unreadable. */
  unread: string | null;
}

/** What is to be done about a report, by what it says alone. */
export function judgeReport(report: Judged): Verdict {
  const { kind, feedback, unread, proven, verified } = report;
  if (kind === 'unreadable')
    return { act: 'keep', reason: `it could not be read: ${unread ?? 'no reason given'}` };
  if (kind === 'auto-reply') return { act: 'note', reason: 'an automatic reply is no failure' };
  if (kind === 'none' && feedback !== null)
    return { act: 'note', reason: `${feedback} is no complaint of a person` };
  if (kind === 'none') return { act: 'keep', reason: 'it reports nothing; somebody may have written it' };
  if (!proven && verified)
    return {
      act: 'note',
      reason: 'no reader of ours has the address: somebody else of the same account mailed it',
    };
  if (!proven)
    return {
      act: 'keep',
      reason: 'it proves to know no mail of ours, as a forged one does not: nobody is suppressed',
    };
  if (kind === 'delayed') return { act: 'note', reason: 'it is still being tried' };
  if (kind === 'unsubscribe') return { act: 'unsubscribe', reason: 'a mail to the address to leave by' };
  if (kind === 'complaint') return judgeComplaint(report);
  return judgeBounce(report);
}

function judgeComplaint({ feedback, byLink }: Judged): Verdict {
  if (/^opt-out/.test(feedback ?? ''))
    return { act: 'unsubscribe', reason: `the reader asked to leave (${feedback})` };
  if (byLink)
    return {
      act: 'unsubscribe',
      reason: `a complaint (${feedback ?? 'abuse'}) that shows the link to leave alone: it does what that link does`,
    };
  return { act: 'complain', reason: `a complaint (${feedback ?? 'abuse'})` };
}

function judgeBounce({ class: found, status, reply }: Judged): Verdict {
  if (found === 'hard') return { act: 'suppress', reason: 'the mailbox is not there' };
  if (found === 'sender')
    return { act: 'tell', reason: 'it is about the mail or who sends it, not the recipient' };
  if (found !== 'soft') return { act: 'keep', reason: 'it failed, and the words do not say why' };
  return isOurDoing(status, reply)
    ? {
        act: 'note',
        reason: 'the destination asked us to slow down or come back: that says nothing of the mailbox',
      }
    : { act: 'count', reason: 'it failed for now' };
}

// RFC 3463's subject 7 is policy; 421 closes a connection; the words are those by which senders are slowed down.
const ourDoing: readonly RegExp[] = [
  /\b4\.7\.\d{1,3}\b/,
  /^(?:[^\d]{0,40})421\b/,
  /gr[ae]y ?-?list/,
  /throttl|rate ?-?limit|unusual(?:ly high)? (?:rate|volume|amount)|unexpected volume|user complaints|reputation/,
  /too (?:many|much) (?:connections?|messages?|mails?|e-?mails?|sessions?|recipients?|concurrent)|sending too (?:fast|many)|slow(?:er)? down/,
  /\[?\bts(?:s|0)\d{1,2}\b|\bs31(?:40|50)\b/,
];

/** Whether a failure for now is about how much we send, or who we are. */
function isOurDoing(status: string, reply: string): boolean {
  const said = `${reply.slice(0, 2_000)} ${status}`.toLowerCase();
  return ourDoing.some((pattern) => pattern.test(said));
}
