import type { PromiseState } from '../../promises/promise.ts';
import type { SuggestionState } from '../../suggest.ts';

/** The words of suggestions, ballots and promises; dates, names and numbers come in ready to be shown. */
export interface TopicWords {
  ballots: {
    title: string;
    intro: string;
    open: string;
    noneOpen: string;
    past: string;
    promises: string;
    nonePromised: string;
    suggest: string;
  };
  ballot: {
    openUntil: (end: string) => string;
    closedOn: (end: string) => string;
    voided: string;
    voidedBecause: (reason: string) => string;
    chooseOne: string;
    chooseSome: (most: string) => string;
    options: string;
    vote: string;
    change: string;
    secret: string;
    secretLong: string;
    whoVotes: string;
    whoVotesTiers: (tiers: string) => string;
    signIn: string;
    support: string;
    notYours: string;
    /** To whoever has voted, and may not any more. */
    notAnyMore: string;
    none: string;
    tooMany: (most: string) => string;
    over: string;
    in: string;
    inText: (end: string) => string;
    inBefore: string;
    chosen: string;
    all: string;
    forAddress: (address: string) => string;
  };
  results: {
    title: string;
    soFar: string;
    soFarText: string;
    turnout: (votes: number, eligible: number) => string;
    votes: (count: number) => string;
    nobody: string;
    severalAllowed: string;
    won: string;
    tie: (names: string) => string;
    tieChosen: (names: string, winner: string) => string;
    afterwards: string;
  };
  promise: {
    title: string;
    states: Record<PromiseState, string>;
    by: (reporter: string, day: string) => string;
    overdue: (reporter: string, day: string) => string;
    keptBy: (reporter: string) => string;
    withdrawn: (reason: string) => string;
    soon: string;
    youVoted: string;
  };
  topics: {
    title: string;
    intro: string;
    accepted: string;
    noneAccepted: string;
    yours: string;
    states: Record<SuggestionState, string>;
    into: (title: string) => string;
    formTitle: string;
    name: string;
    nameHint: string;
    details: string;
    detailsHint: string;
    send: string;
    thanks: string;
    thanksText: string;
    patronsOnly: string;
    signInText: string;
    tooShort: (least: string, most: string) => string;
    tooLong: (most: string) => string;
    enough: string;
  };
  account: {
    title: string;
    voted: string;
    notVoted: string;
    noneOpen: string;
    suggestions: string;
    promises: string;
    more: string;
  };
  invalid: { title: string; text: string };
}
