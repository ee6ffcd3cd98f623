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
  'bounced',
  'reported',
  'complained',
  'unsubscribed',
  'clicked',
  'patrons',
] as const;

export type PeopleKind = (typeof peopleKinds)[number];

/** Those that are told by the state of their row. */
export const statesOf: Partial<Record<PeopleKind, DeliveryState[]>> = {
  eligible: ['waiting', 'sending', 'deferred', 'sent', 'failed', 'suppressed', 'uncertain', 'cancelled'],
  sent: ['sent'],
  failed: ['failed'],
  suppressed: ['suppressed'],
  uncertain: ['uncertain'],
  cancelled: ['cancelled'],
  pending: ['waiting', 'sending', 'deferred'],
};

/** Those that are told by what was heard of them. */
export const newsOf: Partial<Record<PeopleKind, string[]>> = {
  bounced: ['bounced'],
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
