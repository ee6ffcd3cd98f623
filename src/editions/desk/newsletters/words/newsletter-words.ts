import type { Rules } from '../../../rules.ts';

type AtDeadline = Rules['atDeadline'];
type Field = { label: string; hint: string };

/** What a sentence says of a rhythm; times as they are shown. */
export interface RhythmFacts {
  days: string;
  assembleAt: string;
  /** None: when whoever approves it says so. */
  sendAt: string | null;
  deadline: string;
  rule: AtDeadline;
  /** When a rule sends what nobody has approved; null: at once. */
  ruleSendsAt: string | null;
}

/** The words of the desk's pages of newsletters. */
export interface NewsletterWords {
  title: string;
  text: string;
  empty: { title: string; text: string };
  columns: { name: string; rhythm: string; zone: string; readers: string };
  back: string;
  add: {
    title: string;
    button: string;
    slug: Field;
  };
  /** Of the newsletter itself. */
  fields: Record<'name' | 'description' | 'language' | 'timeZone' | 'priority', Field>;
  priorities: Record<'normal' | 'alert', string>;
  /** Of each of its rules. */
  rules: Record<Exclude<keyof Rules, 'ruleSetBy'>, Field>;
  groups: Record<'self' | 'when' | 'approval' | 'late' | 'stories' | 'appeal' | 'thanks', string>;
  atDeadline: Record<AtDeadline, string>;
  ruleSetBy: (name: string) => string;
  appeal: Record<'title' | 'text' | 'label' | 'url' | 'small', string>;
  thanks: Record<'title' | 'text', string>;
  thanksByTier: string;
  approvers: {
    /** Who may approve. */
    some: (names: string) => string;
    alone: string;
  };
  save: string;
  saved: string;
  added: string;
  ownersOnly: string;
  stale: string;
  badSection: (line: string) => string;
  rhythm: {
    sentence: (facts: RhythmFacts) => string;
    byHand: string;
    everyDay: string;
    workdays: string;
  };
  calendar: {
    title: string;
    none: string;
    columns: { day: string; assembled: string; deadline: string; goes: string; note: string };
    elsewhere: (times: string, zone: string) => string;
    forward: (minutes: number) => string;
    backward: (minutes: number) => string;
    shifted: (time: string) => string;
    holiday: (name: string) => string;
    said: string;
  };
  holidays: {
    title: string;
    text: string;
    none: string;
    name: string;
    from: string;
    to: string;
    yearly: string;
    everyYear: string;
    add: string;
    remove: string;
    about: (name: string) => string;
    added: string;
    removed: string;
  };
  assemble: { button: string; text: string; sure(numbers: string): string; ask(numbers: string): string };
}
