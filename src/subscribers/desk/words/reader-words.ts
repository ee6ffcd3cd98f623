export type ReaderAct = 'unsubscribe' | 'suppress' | 'lift' | 'erase';

/** What is asked before something is done to a reader. */
interface Question {
  /** Of the link that leads to it. */
  link: string;
  title: (address: string) => string;
  text: string;
  button: string;
  /** What is said once it is done. */
  done: string;
}

/** The words of the desk's pages about readers. */
export interface ReaderWords {
  title: string;
  text: string;
  search: string;
  searchHint: string;
  newsletter: string;
  anyNewsletter: string;
  find: string;
  export: string;
  columns: { address: string; name: string; newsletters: string; since: string };
  noName: string;
  noNewsletter: string;
  empty: { title: string; text: string };
  nobody: { title: string; text: string };
  nothingFound: { title: string; text: string };
  erased: string;
  back: string;
  cancel: string;
  one: {
    about: (since: string) => string;
    language: string;
    timeZone: string;
    disposable: string;
    subscriptions: string;
    noSubscriptions: string;
    states: Record<'pending' | 'confirmed' | 'ended', string>;
    unsubscribe: string;
    unsubscribeFrom: (newsletter: string) => string;
    proofs: string;
    proofsText: string;
    noProofs: string;
    actions: Record<'request' | 'confirm' | 'withdraw', string>;
    proofColumns: { when: string; what: string; how: string };
    wording: string;
    from: string;
    standing: string;
    noSuppressions: string;
    reasons: Record<'unsubscribed' | 'complaint' | 'hard-bounce' | 'erased' | 'manual', string>;
    streams: Record<'bulk' | 'service' | 'staff', string>;
    suppressionColumns: { reason: string; streams: string; since: string; by: string; lifted: string };
    mails: string;
    mailsText: string;
    noMails: string;
    service: string;
    noService: string;
    mailColumns: { what: string; state: string; when: string };
    mailStates: Record<
      'waiting' | 'sending' | 'deferred' | 'sent' | 'failed' | 'suppressed' | 'uncertain' | 'cancelled',
      string
    >;
    elsewhere: string;
    elsewhereText: string;
    noElsewhere: string;
    elsewhereColumns: { what: string; when: string; detail: string };
    kinds: Record<'membership' | 'payment' | 'gift' | 'declaration' | 'agreement', string>;
    act: string;
    data: string;
    dataText: string;
    all: string;
  };
  acts: Record<ReaderAct, Question>;
  unsubscribing: { from: string; everything: string };
  suppressing: { streams: string };
  lifting: { left: (reasons: string) => string; nothing: string };
  exporting: {
    title: string;
    text: string;
    whom: string;
    everybody: string;
    fields: string;
    names: Record<string, string>;
    button: string;
  };
}
