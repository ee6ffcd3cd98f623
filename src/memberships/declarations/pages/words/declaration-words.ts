/** The words of one kind of declaration. */
interface KindWords {
  title: string;
  intro: string;
  next: string;
  reviewTitle: string;
  reviewText: string;
  confirm: string;
  receivedTitle: string;
  declared: string;
  doneTitle: string;
}

/** The words of the pages where one cancels or withdraws without signing in. */
export interface DeclarationWords {
  cancel: KindWords;
  withdraw: KindWords;
  name: string;
  address: string;
  addressHint: string;
  which: string;
  membership: string;
  gift: string;
  ownMembership: (tier: string) => string;
  ownGift: (tier: string, name: string) => string;
  more: string;
  moreHint: string;
  change: string;
  signedIn: string;
  from: string;
  about: string;
  receivedAt: string;
  number: string;
  countsFrom: (moment: string) => string;
  receiptMailed: string;
  matchNext: string;
  keep: string;
  match: {
    title: string;
    text: string;
    choose: string;
    button: string;
    none: string;
    noneTitle: string;
    endsAt: (day: string) => string;
    endsNow: string;
    refund: (amount: string) => string;
    noRefund: string;
  };
  outcome: {
    endsAt: (day: string) => string;
    ended: string;
    refund: (amount: string) => string;
    byHand: (amount: string) => string;
    working: string;
    refusedTitle: string;
    tooLate: string;
    instead: string;
    insteadButton: string;
    refused: (reason: string) => string;
  };
}
