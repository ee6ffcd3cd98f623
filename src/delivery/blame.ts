import { classifyReply, type ReplyClass } from './classify.ts';

// Postfix says so of the recipient where nobody has signed in. In a report of another server the words mean that the
// mailbox is not there; from our own relay they are about what we may do.
const accessDenied = /^5\d\d 5\.7\.1 .*\baccess denied\b/i;

/** Whose fault a refusal by our own relay is: a recipient's, or ours. */
export function classifyOwnReply(reply: string): ReplyClass {
  return accessDenied.test(reply) ? 'sender' : classifyReply(reply);
}
