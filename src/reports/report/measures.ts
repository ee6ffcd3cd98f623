import type { PastEdition } from './read-report.ts';

/** What an edition is held against those before it by. */
export const measureNames = ['clicks', 'unsubscribes', 'bounces', 'complaints', 'patrons'] as const;
export type MeasureName = (typeof measureNames)[number];

export interface Measure {
  /** A share of the mails, or a count. */
  isShare: boolean;
  valueOf(edition: PastEdition): number;
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

export const measures: Record<MeasureName, Measure> = {
  clicks: { isShare: true, valueOf: ({ people, sent }) => share(people, sent) },
  unsubscribes: { isShare: true, valueOf: ({ unsubscribed, sent }) => share(unsubscribed, sent) },
  bounces: { isShare: true, valueOf: ({ bounces, sent }) => share(bounces, sent + bounces) },
  complaints: { isShare: true, valueOf: ({ complained, sent }) => share(complained, sent) },
  patrons: { isShare: false, valueOf: ({ patrons }) => patrons },
};

/** The middle of those before an edition, which is the first; null where there is none. */
export function usual({ valueOf }: Measure, history: PastEdition[]): number | null {
  const values = history
    .slice(1)
    .map(valueOf)
    .sort((one, other) => one - other);
  const middle = Math.floor(values.length / 2);
  if (values.length === 0) return null;
  return values.length % 2 === 1
    ? (values[middle] ?? null)
    : ((values[middle - 1] ?? 0) + (values[middle] ?? 0)) / 2;
}
