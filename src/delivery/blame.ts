// Postfix says so of the recipient where nobody has signed in. In a report of another server the words mean that the
// mailbox is not there; from our own relay they are about what we may do.
const accessDenied = /^5\d\d 5\.7\.1 .*\baccess denied\b/i;

/** Whether a refusal by our own relay is about us or our mail, and says nothing of the recipient. */
export function blamesUs(replyClass: string | null, reply: string | null): boolean {
  return replyClass === 'sender' || accessDenied.test(reply ?? '');
}
