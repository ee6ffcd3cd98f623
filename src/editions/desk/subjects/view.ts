import type { SignedIn } from '../../../access/desk.ts';
import type { ReadTest } from '../../../delivery/subject-tests.ts';
import type { Edition } from '../../edition.ts';
import type { Estimate } from '../../subjects/estimate.ts';
import type { Subject } from '../../subjects/subject-test.ts';

/** What stands on the page of an edition's subjects. */
export interface SubjectsView {
  who: SignedIn;
  edition: Edition;
  timeZone: string;
  /** Who writes; null where no sender is set. */
  fromName: string | null;
  /** As they are, or as they were sent with the form. */
  subjects: Subject[];
  share: number;
  waitMinutes: number;
  estimate: Estimate;
  /** Clicks are counted, so that subjects can be compared. */
  isCounted: boolean;
  /** It is to reach all at once, which a test does not. */
  isAlert: boolean;
  /** Of its send. */
  test: ReadTest | null;
  problem: string | null;
  done: 'saved' | 'chosen' | null;
}
