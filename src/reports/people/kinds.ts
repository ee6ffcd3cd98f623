import type { DeliveryState } from '../../db-schema.ts';

/** The groups of people that stand behind the numbers of a report. */
export const peopleKinds = [
  'eligible',
  'sent',
  'failed',
  'suppressed',
  'uncertain',
  'cancelled',
  'pending',
  'waiting',
  'deferred',
  'bounced',
  'reported',
  'faults',
  'complained',
  'unsubscribed',
  'clicked',
  'patrons',
] as const;

export type PeopleKind = (typeof peopleKinds)[number];

/** The people behind one number: all of a kind, or a part of these. */
export interface People {
  kind: PeopleKind;
  /** Of a state: only with this class of reply or this reason. Of `reported`: with this class and code. */
  detail?: string | null;
  /** Of a state: only at this group of domains. */
  destination?: string | null;
  /** Of a state: only who got the text of this number. */
  text?: number | null;
}

/** Those that are told by the state of their row. */
export const statesOf: Partial<Record<PeopleKind, DeliveryState[]>> = {
  eligible: ['waiting', 'sending', 'deferred', 'sent', 'failed', 'suppressed', 'uncertain', 'cancelled'],
  sent: ['sent'],
  failed: ['failed'],
  suppressed: ['suppressed'],
  uncertain: ['uncertain'],
  cancelled: ['cancelled'],
  pending: ['waiting', 'sending', 'deferred'],
  waiting: ['waiting', 'sending'],
  deferred: ['deferred'],
};

/** Those that are told by what was heard of them. */
export const newsOf: Partial<Record<PeopleKind, string[]>> = {
  bounced: ['bounced'],
  faults: ['sender-fault'],
  complained: ['complained'],
  unsubscribed: ['unsubscribed', 'opted-out'],
  clicked: ['clicked'],
};

/** Bounces of one class and code, as a detail of `reported`. */
export function reportDetail({ class: sort, code }: { class: string | null; code: string }): string {
  return `${sort ?? ''}:${code}`;
}

/** What `reportDetail` has written. */
export function reportOf(detail: string): { class: string | null; code: string } {
  const [sort = '', code = ''] = detail.split(':');
  return { class: sort === '' ? null : sort, code };
}

export function peopleKind(text: unknown): PeopleKind | null {
  return peopleKinds.find((kind) => kind === text) ?? null;
}
