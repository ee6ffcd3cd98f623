import type { DeliveryReference } from '../../tokens.ts';
import { type Report, reportKinds } from '../bounces/report.ts';

export type ReportSource = 'smtp' | 'imap' | `webhook:${string}`;

/** `unsubscribe` is a mail to the address that List-Unsubscribe names. */
export const incomingKinds = [...reportKinds, 'unsubscribe'] as const;
export type IncomingKind = (typeof incomingKinds)[number];

/** What came back, read already. */
export interface Incoming {
  /** What comes by a webhook has been verified: its Message-ID, its addresses and `delivery` are believed. */
  source: ReportSource;
  /** A provider's id of the event, or a digest of the mail: what comes twice counts once. */
  externalId: string;
  report: Pick<Report, 'recipients'> & Partial<Omit<Report, 'kind' | 'recipients'>> & { kind: IncomingKind };
  /** What it came to, and what our mail was sent from: one of our own addresses proves which mail it is about. */
  addresses?: string[];
  /** Who wrote it, by the envelope; empty for what reports on another mail. */
  from?: string;
  /** Which mail it is, as the provider kept it for us. */
  delivery?: DeliveryReference | null;
  /** What it was decided by, for people to read: of a webhook the event as it came. */
  evidence?: object;
  /** The mail as it came in. */
  inboundMailId?: number | null;
}
