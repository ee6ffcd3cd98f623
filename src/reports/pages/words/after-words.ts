import type { Answer, Fact } from '../../why/answer.ts';
import type { MeasureName } from '../../report/measures.ts';
import type { PeopleKind } from '../../people/kinds.ts';

type Facts<K extends Answer['kind']> = Extract<Answer, { kind: K }>;
type FactOf<K extends Fact['kind']> = Extract<Fact, { kind: K }>;
/** Writes a moment within a sentence. */
export type Time = (at: Date) => string;

/** The words of an edition's report, the people behind its numbers, and why somebody got it or did not. */
export interface AfterWords {
  report: {
    title: string;
    live: string;
    liveLink: string;
    pruned: (at: string) => string;
    balance: string;
    balanceText: string;
    outcomes: Record<
      'sent' | 'failed' | 'suppressed' | 'uncertain' | 'cancelled' | 'pending' | 'eligible',
      string
    >;
    columns: Record<'what' | 'count' | 'share', string>;
    failures: Record<string, string>;
    suppressions: Record<string, string>;
    other: string;
    back: string;
    refused: string;
    bounced: string;
    complained: string;
    unsubscribed: string;
    faults: string;
    nothingBack: string;
    bounces: string;
    /** Of an enhanced status code without its first digit, such as `1.1`. */
    codes: Record<string, string>;
    noCode: string;
    classes: Record<string, string>;
    reason: string;
    destinations: string;
    texts: string;
    text: (number: number) => string;
    clicks: string;
    clickCount: string;
    story: string;
    frame: string;
    modes: Record<'off' | 'aggregate' | 'person', string>;
    likely: string;
    all: string;
    clickers: string;
    picture: string;
    elsewhere: string;
    clicksOf: (count: string) => string;
    noClicks: string;
    money: string;
    moneyText: string;
    patrons: string;
    given: string;
    payments: (count: number, text: string) => string;
    nothingGiven: string;
    compared: string;
    comparedText: string;
    measures: Record<MeasureName, string>;
    plot: (measure: string, edition: string, value: string, usual: string) => string;
    usual: (value: string) => string;
    first: string;
    inNumbers: string;
    edition: string;
    subjects: string;
    subjectsText: string;
    subject: string;
    clicked: string;
    interval: string;
    better: (best: string, other: string, low: string, high: string) => string;
    chance: (best: string, other: string, low: string, high: string) => string;
    csv: string;
    historyCsv: string;
    whyTitle: string;
    whyText: string;
    address: string;
    whyButton: string;
    corrections: string;
  };
  people: {
    kinds: Record<PeopleKind, string>;
    text: string;
    search: string;
    others: string;
    beginning: string;
    beginningHint: string;
    columns: Record<'who' | 'state' | 'when' | 'detail', string>;
    erased: string;
    empty: { title: string; text: string };
    noneFound: { title: string; text: string };
    pruned: { title: string; text: string };
    why: (address: string) => string;
    csv: string;
    csvText: string;
    resend: string;
    all: string;
  };
  why: {
    title: (address: string) => string;
    verdicts: Record<'yes' | 'no' | 'not-yet' | 'unknown', string>;
    answers: { [K in Answer['kind']]: (facts: Facts<K>, time: Time) => string };
    facts: { [K in Fact['kind']]: (facts: FactOf<K>, time: Time) => string };
    suppressions: Record<string, string>;
    appeals: Record<string, string>;
    attempts: string;
    columns: Record<'at' | 'outcome' | 'relay' | 'reply', string>;
    states: Record<string, string>;
    another: string;
    reader: string;
    said: string;
  };
}
