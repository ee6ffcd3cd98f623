import type { Source } from '../../../articles/sources.ts';
import type { Newsletter } from '../../../publication/newsletters.ts';
import type { StaffMember } from '../../../staff/staff.ts';
import type { CalendarDay } from '../../rhythm.ts';
import type { Rules } from '../../rules.ts';
import type { Clock } from '../times.ts';
import type { FormValues } from './form.ts';

/** What stands on the list of newsletters. */
export interface ListView {
  newsletters: Array<{ newsletter: Newsletter; rules: Rules; readers: number }>;
  timeZone: string;
  language: string;
  mayChange: boolean;
  /** What was typed into the form that adds one. */
  typed: FormValues;
  problem: string | null;
}

/** What stands on the page of one. */
export interface NewsletterView {
  newsletter: Newsletter;
  rules: Rules;
  /** The fields of the form: as it is, or as it was typed with something wrong. */
  values: FormValues;
  seen: string;
  clock: Clock;
  calendar: CalendarDay[];
  sources: Source[];
  approvers: StaffMember[];
  people: StaffMember[];
  mayChange: boolean;
  mayAssemble: boolean;
  /** The numbers of drafts whose place an edition takes that is assembled now. */
  replaced: number[];
  did: string;
  problem: string | null;
}
