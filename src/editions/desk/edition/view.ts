import type { SignedIn } from '../../../access/desk.ts';
import type { StaffMember } from '../../../staff/staff.ts';
import type { Edition } from '../../edition.ts';
import type { PreFlight } from '../../pre-flight.ts';
import type { PreviewReader } from './readers.ts';

export const forms = ['desktop', 'phone', 'text'] as const;
export type Form = (typeof forms)[number];

/** How the mail is looked at: by the address of the page, so that a link shows a colleague the same. */
export interface Look {
  form: Form;
  isDark: boolean;
  /** Its words as they are now, in the place of what goes out. */
  isDraft: boolean;
}

/** What stands on the page of an edition. */
export interface EditionView {
  who: SignedIn;
  edition: Edition;
  newsletter: string;
  /** Where it is changed; null where it cannot be, or not by who looks. */
  composer: string | null;
  /** It is going out, and may be corrected for those who are left. */
  isOpenForCorrection: boolean;
  /** What its blocks are called there. */
  keys: string[];
  timeZone: string;
  look: Look;
  reader: PreviewReader;
  readers: PreviewReader[];
  /** The plain text, where that is looked at. */
  text: string | null;
  /** Seconds until the pre-flight is asked for again, while others have not answered. */
  againAfter: number;
  /** Null once it has gone out or was cancelled. */
  preFlight: PreFlight | null;
  /** To whom a test may be sent. */
  colleagues: StaffMember[];
  /** Of this page's form, so that it is sent once. */
  once: string;
  wasSent: boolean;
  problem: string | null;
}
