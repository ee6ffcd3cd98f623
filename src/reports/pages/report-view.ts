import { type Child, html } from '../../views/html.ts';
import type { PeopleKind } from '../people/kinds.ts';
import type { Report } from '../report/read-report.ts';
import { numbersOf, type Scene } from './parts.ts';

export interface ReportView {
  report: Report;
  /** Who looks may see who stands behind a number. */
  seesPeople: boolean;
  seesPatrons: boolean;
}

/** A number that leads to the people behind it, where there are any and they may be seen. */
export function peopleNumber(
  scene: Scene,
  { report, seesPeople }: ReportView,
  { kind, count, detail }: { kind: PeopleKind; count: number; detail?: string },
  label: string,
): Child {
  const text = numbersOf(scene)(count);
  if (!seesPeople || count === 0 || report.edition.prunedAt !== null) return text;
  const query = new URLSearchParams({ what: kind, ...(detail !== undefined && { detail }) });
  return html`<a href="/desk/editions/${report.edition.id}/people?${query.toString()}" aria-label="${`${label}: ${text}`}">${text}</a>`;
}
