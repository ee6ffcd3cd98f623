/** What a refusal says about the recipient. */
export type ReplyClass = 'hard' | 'soft' | 'sender' | 'unknown';

/** One thing that servers say, and what it means. */
export interface Rule {
  class: ReplyClass;
  /** Tried on the reply on one line, in lower case. Every gap in it is bounded. */
  pattern: RegExp;
  why: string;
  /** It is believed even beside a code that says the mailbox is gone. */
  overCodes?: true;
  /** The class where it may not have been the recipient who was being answered. */
  inDoubt?: ReplyClass;
}
