import type { Decision } from '../../../subjects/decide.ts';

/** The words of the page of an edition's subjects. */
export interface SubjectWords {
  title: string;
  back: string;
  text: string;
  /** What is said beforehand. */
  rule: (fewestClicks: number) => string;
  approved: string;
  clicksOff: string;
  alertWaits: string;
  saved: string;
  subject: (letter: string) => string;
  preheader: string;
  preheaderHint: string;
  optional: string;
  share: {
    label: string;
    some: (percent: string) => string;
    all: string;
    group: (readers: string) => string;
    tells: (lead: string) => string;
    tellsNothing: string;
  };
  /** How many subjects the figures beside the shares are for. */
  basis: (subjects: number, readers: string) => string;
  rate: (clicks: string) => string;
  assumed: (clicks: string) => string;
  tooSmall: string;
  wait: { label: string; hint: string; minutes: (count: number) => string; hours: (count: number) => string };
  button: string;
  inbox: { title: string; text: string; now: string };
  test: {
    title: string;
    caption: string;
    columns: { subject: string; readers: string; sent: string; clicks: string; rate: string };
    goingOut: (latest: string) => string;
    decidedAt: (time: string) => string;
    paused: string;
    cancelled: string;
    over: string;
    winner: (letter: string) => string;
    reasons: Record<Decision['reason'], string>;
    untested: string;
  };
  choose: {
    label: string;
    link: (letter: string) => string;
    title: (letter: string) => string;
    text: string;
    button: string;
    back: string;
    done: string;
  };
  /** Above the form, once it is going out. */
  correct: string;
  correctText: string;
  nothingTried: string;
}
