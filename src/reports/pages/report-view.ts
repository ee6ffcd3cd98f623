import { type Child, html } from '../../views/html.ts';
import type { People } from '../people/kinds.ts';
import { peopleAddress } from './people-address.ts';
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
  { count, ...people }: People & { count: number },
  label: string,
): Child {
  const text = numbersOf(scene)(count);
  if (!seesPeople || count === 0 || report.edition.prunedAt !== null) return text;
  return html`<a href="${peopleAddress(report.edition.id, people)}" aria-label="${`${label}: ${text}`}">${text}</a>`;
}
