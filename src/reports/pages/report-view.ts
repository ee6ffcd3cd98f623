import type { Child } from '../../views/html.ts';
import type { People } from '../people/kinds.ts';
import type { Report } from '../report/read-report.ts';
import type { Scene } from './parts.ts';
import { linkedNumber } from './people-number.ts';

export interface ReportView {
  report: Report;
  /** Who looks may see who stands behind a number. */
  seesPeople: boolean;
  seesPatrons: boolean;
}

/** A number of the report that leads to the people behind it, as long as they can be told apart. */
export function peopleNumber(
  scene: Scene,
  { report: { edition }, seesPeople }: ReportView,
  people: People & { count: number },
  label: string,
): Child {
  const isOpen = seesPeople && edition.prunedAt === null;
  return linkedNumber(scene, { editionId: edition.id, isOpen }, people, label);
}
