import type { AppealDecision } from '../../appeals/rules.ts';

/** What the page says that tells a reader why they were asked for money. */
export interface WhyWords {
  title: string;
  /** Of the edition that the mail was. */
  edition: (newsletter: string, date: string) => string;
  decision: Record<AppealDecision, string>;
  rulesTitle: string;
  cap: (cap: number, days: number) => string;
  asked: (count: number, days: number) => string;
  silence: string;
  measured: string;
  stopTitle: string;
  stop: string;
  preferences: string;
  support: string;
  gone: { title: string; text: string };
}
