/** The words of the pages where one subscribes, chooses and leaves. */
export interface SubscriberWords {
  subscribe: {
    title: string;
    intro: string;
    noneTitle: string;
    noneText: string;
    choose: string;
    address: string;
    name: string;
    nameHint: string;
    button: string;
    consent: string;
    legal: string;
    and: string;
    oneMore: string;
    oneMoreText: string;
    oneMoreButton: string;
  };
  sent: { title: string; text: string; hint: string };
  confirm: {
    title: string;
    text: string;
    button: string;
    done: string;
    doneText: string;
    again: string;
    preferences: string;
  };
  invalid: { title: string; text: string };
  unsubscribe: {
    title: string;
    text: (newsletter: string) => string;
    textAll: string;
    button: (newsletter: string) => string;
    all: string;
    allTitle: string;
    done: string;
    doneText: (newsletter: string) => string;
    doneAll: string;
    undo: string;
    keep: string;
  };
  undone: { title: string; text: string };
  preferences: {
    title: string;
    forAddress: (address: string) => string;
    newsletters: string;
    none: string;
    clicks: string;
    language: string;
    languageAuto: string;
    zone: string;
    zoneAuto: string;
    ownMorning: string;
    button: string;
    saved: string;
    leaveAll: string;
  };
  account: {
    title: string;
    text: string;
    button: string;
    sentTitle: string;
    sentText: string;
    enter: string;
    enterText: string;
    code: string;
    codeHint: string;
    codeWrong: string;
    again: string;
    more: string;
    signOut: string;
  };
  legalEmpty: string;
  chooseOne: string;
  invalidAddress: string;
}
