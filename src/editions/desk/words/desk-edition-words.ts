import type { Rules } from '../../rules.ts';

export type AtDeadline = Rules['atDeadline'];

/** What may be done to an edition or to its send, by the names of the forms. */
export type Act = 'approve' | 'schedule' | 'unschedule' | 'hold' | 'discard' | 'pause' | 'resume' | 'stop';

/** The words of the desk's front page. Functions get numbers and times as they are shown. */
export interface DeskEditionWords {
  title: string;
  next: string;
  last: string;
  states: Record<string, string>;
  noSubject: string;
  emptyNext: { title: string; text: string };
  emptyLast: { title: string; text: string };
  now: string;
  /** For somebody. */
  waits: string;
  skipped: string;
  alerts: {
    title: string;
    none: string;
    source: (title: string, times: number) => string;
    relayResting: (name: string, until: string) => string;
    relayServiceOnly: (name: string, until: string) => string;
    relayFailing: (name: string) => string;
    relayMissing: (name: string, setting: string) => string;
    cooling: (destination: string, perMinute: number, relay: string, until: string) => string;
    breach: (edition: string) => string;
    payments: (open: number, lost: number) => string;
    notAssembled: (newsletter: string, at: string) => string;
    deadline: (edition: string) => string;
    missedRun: (newsletter: string, day: string) => string;
    look: string;
    openSource: string;
    assembleNow: string;
    missedSend: (edition: string, at: string) => string;
  };
  planned: {
    title: (newsletter: string) => string;
    enough: (newArticles: number, needed: number) => string;
    tooFew: (newArticles: number, needed: number) => string;
    deadline: (until: string, rule: AtDeadline) => string;
    /** Once it is approved. */
    goes: (at: string) => string;
    due: string;
  };
  draft: {
    before: Record<AtDeadline, (at: string) => string>;
    /** Once it is approved, before that. */
    goes: (at: string) => string;
    after: string;
    problem: string;
    held: string;
    byHand: string;
    givesWay: (at: string) => string;
    missing: string;
    complete: string;
  };
  approved: {
    by: (name: string) => string;
    byRule: string;
    goes: (at: string) => string;
    waits: string;
    /** Its time has passed with nothing there to send it. */
    missed: (at: string) => string;
  };
  drift: { changed: (title: string) => string; vanished: (title: string) => string };
  live: {
    progress: (sent: string, eligible: string) => string;
    pending: (count: string) => string;
    expires: (at: string) => string;
    held: (until: string) => string;
    reason: string;
  };
  figures: {
    picture: (edition: string, sent: string, eligible: string) => string;
    handedOver: (sent: string, eligible: string) => string;
    table: string;
    columns: { what: string; count: string; share: string };
    sent: string;
    failed: string;
    suppressed: string;
    uncertain: string;
    cancelled: string;
    pending: string;
    eligible: string;
    bounces: string;
    complaints: string;
    clicks: string;
  };
  acts: Record<Act, string>;
  edit: string;
  /** A button for screen readers: what it does, and to which edition. */
  about: (act: string, edition: string) => string;
  read: string;
  /** Of a send that goes on, and of one that is over. */
  watch: string;
  report: string;
  corrections: string;
  all: string;
  done: Record<Act | 'scheduled' | 'begun' | 'paused' | 'over', string>;
  /** The edition is in another state than the form was made for. */
  meanwhile: (state: string) => string;
  stopping: { title: string; text: (sent: string, pending: string) => string; pause: string };
  discarding: { title: string; text: string };
  resuming: { title: string; text: string; button: string };
  back: string;
}
