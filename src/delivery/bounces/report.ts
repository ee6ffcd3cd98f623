import type { ReplyClass } from '../replies/rule.ts';

export const reportKinds = ['bounce', 'complaint', 'auto-reply', 'delayed', 'none', 'unreadable'] as const;
export type ReportKind = (typeof reportKinds)[number];

/** What a report says of one recipient. */
export interface ReportRecipient {
  /** The address that we mailed, as far as the report tells; empty where it does not. */
  address: string;
  /** The enhanced code; `5.0.0` or `4.0.0` where only three digits were given; empty where none. */
  status: string;
  class: ReplyClass;
  /** The words, on one line. */
  reply: string;
}

/** What came back. */
export interface Report {
  kind: ReportKind;
  recipients: ReportRecipient[];
  /** How many more it names: they are not read. */
  omitted?: number;
  /** Of a complaint: RFC 5965's type, such as abuse, fraud or opt-out. */
  feedback: string | null;
  /**
   * What the report returns of our mail; any may be empty. Its recipient can be told by them where no address
   * can. `unsubscribe` is its List-Unsubscribe.
   */
  original: { messageId: string; returnPath: string; unsubscribe: string };
  /** Why it is unreadable. */
  reason: string | null;
}

/** What one event says; the rest of its report is empty. */
export type Reading = Pick<Report, 'kind' | 'recipients'> & Partial<Omit<Report, 'original'>>;
