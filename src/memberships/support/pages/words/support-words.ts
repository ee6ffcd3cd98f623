import type { ChoiceFault } from '../../choice.ts';

type Per = 'month' | 'year';

/** The words of the pages where one becomes a patron, gives once, and makes a gift. */
export interface SupportWords {
  kicker: (publication: string) => string;
  title: string;
  why: (publication: string) => string[];
  sandbox: string;
  /** Who the page knows. */
  as: { signedIn: (address: string) => string; byLink: (masked: string) => string; notYou: string };
  patron: {
    title: string;
    text: (tier: string, terms: string) => string;
    renews: (date: string) => string;
    plain: string;
    until: (date: string) => string;
    change: string;
    meanwhile: string;
  };
  form: {
    currency: string;
    howOften: string;
    month: string;
    year: string;
    once: string;
    chooseTier: string;
    chooseOnce: string;
    per: Record<Per, (amount: string) => string>;
    perShort: Record<Per, string>;
    monthsFree: (months: number) => string;
    own: string;
    ownFrom: Record<Per, (amount: string) => string>;
    onceOwn: string;
    onceFrom: (amount: string) => string;
    button: string;
    next: string;
    faults: Record<ChoiceFault['kind'], (seen: string, bound: string) => string>;
    promise: string[];
  };
  empty: { title: string; text: string; noWay: string };
  other: { title: string; bank: string; gift: string; giftText: string; giftLink: string };
  review: {
    title: string;
    giveOnce: string;
    change: string;
    payer: string;
    payerUnknown: string;
    payerByLink: (masked: string) => string;
    overlap: (tier: string, date: string) => string;
    terms: string;
    renewal: (
      values: Record<'publication' | 'tier' | 'amount' | 'cancel' | 'withdraw', string>,
      per: Per,
    ) => string[];
    code: (code: string) => string;
    agree: string;
    immediate: string;
    onceTerms: (amount: string) => string;
    promo: string;
    promoHint: string;
    button: string;
    atStripe: string;
    mustAgree: string;
    badCode: (code: string) => string;
    codeMinimum: (code: string, amount: string) => string;
    codeNotForThis: (code: string) => string;
  };
  down: { title: string; text: string; button: string };
  inProgress: { title: string; text: string };
  alreadyPatron: { title: string; text: string };
  stopped: string;
  gift: {
    title: string;
    lead: (publication: string) => string;
    choose: string;
    months: (months: number) => string;
    forWhom: string;
    recipientName: string;
    recipientAddress: string;
    recipientHint: string;
    message: string;
    messageHint: string;
    deliverOn: string;
    deliverHint: (zone: string) => string;
    giverName: string;
    giverHint: string;
    terms: string;
    button: string;
    optional: string;
    noMonths: string;
    faults: {
      choice: string;
      address: string;
      day: (seen: string) => string;
      tooLate: (last: string) => string;
      message: (max: number) => string;
    };
  };
  thanks: {
    title: string;
    waiting: string;
    look: string;
    waitingText: string;
    later: string;
    foreign: string;
    foreignText: string;
    patronOf: (tier: string) => string;
    yours: string;
    pays: (terms: string, date: string) => string;
    paysNoDate: (terms: string) => string;
    /** With a code; what the next payment is the code says. */
    paid: (amount: string, date: string) => string;
    paidNoDate: (amount: string) => string;
    vote: string;
    receipts: string;
    quiet: string;
    account: string;
    claim: (masked: string) => string;
    claimText: string;
    claimUnknown: string;
    once: (amount: string) => string;
    onceText: string;
    gift: (recipient: string) => string;
    giftText: (date: string) => string;
    giftToday: string;
    expired: string;
    failed: string;
    nothingCharged: string;
    refunded: string;
    refundedText: string;
    again: string;
    read: string;
  };
  claim: {
    title: string;
    text: (tier: string, terms: string, masked: string) => string;
    button: string;
    done: string;
    doneText: (tier: string) => string;
    again: string;
    second: string;
    secondText: string;
    consent: string;
    account: string;
    invalid: string;
    invalidText: string;
    /** The mail with the link did not come, or is gone. */
    lost: string;
    lostText: string;
    lostAddress: string;
    lostButton: string;
    mailed: string;
    mailedText: string;
  };
  /** To the newsroom itself. */
  takeBack: { title: string; text: string; button: string };
  giftLost: {
    title: string;
    text: (name: string) => string;
    passOn: string;
    /** To who gave it without an account: whose the address is nobody knows, so the link is not in the mail. */
    write: (address: string | null) => string;
    address: string;
    button: string;
    small: string;
    withdraw: string;
  };
  giftClaim: {
    title: (giver: string) => string;
    somebody: string;
    text: (tier: string, months: string) => string;
    hello: (name: string) => string;
    button: string;
    done: string;
    doneText: (tier: string, from: string, until: string) => string;
    overlapRenews: (tier: string, date: string) => string;
    overlapEnds: (date: string) => string;
    refunded: string;
    refundedText: string;
    again: string;
  };
}
