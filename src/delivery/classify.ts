/** What a refusal says about the recipient. */
export type ReplyClass = 'hard' | 'soft' | 'sender' | 'unknown';

// RFC 3463 and the registry of enhanced codes: the mailbox or its host does not exist, or takes no mail.
const hardCodes = new Set(['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10', '5.7.13', '5.7.17', '5.7.18']);

const hardTexts =
  /(user|mailbox|recipient|address|account)\b.{0,40}\b(unknown|not found|does not exist|doesn't exist|no longer|invalid|disabled|inactive|unavailable)|no such (user|mailbox|recipient|address)|unknown (user|recipient|mailbox|address)|(host|domain)\b.{0,30}\bnot found/i;
const fullTexts = /quota|mailbox.{0,20}full|over.?quota|insufficient.{0,15}storage/i;
const senderTexts =
  /spam|blocked|block ?list|black ?list|reputation|policy|dmarc|dkim|spf\b|rbl|denied|not authori[sz]ed|authentication required|relay(ing)? (access )?denied|too (large|big)|size limit|content rejected|S3140|S3150|TSS0/i;

/**
 * Sorts a permanent refusal: `hard` is about a mailbox that is not there; `soft` passes; `sender` is about the
 * mail or who sends it, and says nothing about the recipient. A text outranks a missing or generic code.
 */
export function classifyReply(reply: string): ReplyClass {
  const code = /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(reply)?.[1] ?? '';
  if (fullTexts.test(reply) || /^[45]\.2\.2$/.test(code)) return 'soft';
  if (hardCodes.has(code)) return 'hard';
  if (/^5\.7\./.test(code)) return 'sender';
  if (hardTexts.test(reply)) return 'hard';
  if (senderTexts.test(reply)) return 'sender';
  if (/^[45]\.[34]\./.test(code)) return 'soft';
  return 'unknown';
}
