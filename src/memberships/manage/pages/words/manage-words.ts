import type { Hindrance } from '../../own.ts';

/** What somebody has just done. */
export type Did = 'changed' | 'paused' | 'resumed' | 'cancelled' | 'already' | 'noted' | 'undone';

/** The words of the pages where one manages a membership. */
export interface ManageWords {
  title: string;
  none: string;
  become: string;
  terms: (amount: string, interval: 'month' | 'year' | null) => string;
  states: Record<'active' | 'past-due' | 'paused' | 'ended' | 'incomplete', string>;
  next: string;
  card: string;
  cardOf: (brand: string, last4: string, month: string) => string;
  noCard: string;
  away: string;
  since: string;
  endsOn: string;
  notRenewed: string;
  rails: Record<'gift' | 'complimentary' | 'transfer' | 'import', string>;
  changeButton: string;
  cardButton: string;
  did: Record<Did | 'confirm', string>;
  /** What could not be done. */
  faults: {
    title: string;
    away: string;
    why: Record<Hindrance | 'away' | 'months', string>;
    account: string;
  };
  change: {
    title: string;
    text: string;
    tier: string;
    interval: string;
    monthly: string;
    yearly: string;
    amount: string;
    amountHint: (least: string) => string;
    button: string;
    same: string;
    tooLittle: (given: string, least: string) => string;
    notInCurrency: string;
    reviewTitle: string;
    today: string;
    chargedNow: (amount: string) => string;
    creditedNow: (amount: string) => string;
    nothingNow: string;
    newPart: string;
    unused: string;
    balance: string;
    fromThen: string;
    thenOn: (terms: string, day: string) => string;
    agree: (terms: string, publication: string) => string;
    confirm: string;
    back: string;
    declinedTitle: string;
    declined: string;
    tryCard: string;
    oldTitle: string;
    old: string;
    mailTitle: string;
    mailText: (terms: string) => string;
  };
  pause: {
    summary: string;
    text: string;
    months: (count: number) => string;
    legend: string;
    button: string;
    until: (day: string) => string;
    open: string;
    resume: string;
    mailTitle: string;
    mailText: (day: string) => string;
    resumedTitle: string;
    resumedText: string;
  };
  cancel: {
    summary: string;
    title: string;
    text: (day: string) => string;
    when: string;
    atEnd: (day: string) => string;
    now: string;
    nowPaused: string;
    owed: (amount: string) => string;
    why: string;
    whyHint: string;
    reasons: Record<'price' | 'time' | 'content' | 'trouble' | 'other', string>;
    said: string;
    button: string;
    offer: string;
    offerPause: string;
    offerLess: (tier: string, terms: string) => string;
    offerPauseButton: string;
    offerLessButton: string;
    keep: string;
    pending: (day: string) => string;
    /** Where it is cancelled already. */
    sooner: string;
    back: string;
    undo: string;
    mailTitle: string;
    mailLater: (day: string) => string;
    mailNow: string;
    undoneTitle: string;
    undoneText: string;
  };
  invoices: {
    title: string;
    none: string;
    date: string;
    amount: string;
    state: string;
    states: Record<'paid' | 'open' | 'refunded' | 'part' | 'void', string>;
    open: string;
    receipt: string;
    away: string;
  };
  gifts: {
    title: string;
    to: (name: string, tier: string, months: number) => string;
    states: Record<'paid' | 'delivered' | 'lost' | 'claimed' | 'refunded', (day: string) => string>;
    /** For one whose notice did not arrive: its link, to hand on. */
    handOn: string;
    withdraw: string;
  };
  agreed: { title: string; on: (day: string) => string };
  facts: { tier: string; terms: string };
}
