/** The fixed words of a mail. */
export interface Texts {
  by: (author: string) => string;
  readAlso: string;
  updated: string;
  number: (number: number) => string;
  photo: (credit: string) => string;
  /** The same where it goes for every picture. */
  photos: (credit: string) => string;
  moreHeadlines: string;
  preferences: string;
  unsubscribe: string;
  viewOnline: string;
  subscribe: string;
  /** Before the address that a button leads to. */
  noButton: string;
  why: (newsletter: string, address: string) => string;
  /** Below an appeal. */
  whyAsked: string;
  /** Above what only patrons read. */
  forPatrons: string;
  /** On the button of an appeal. */
  support: string;
  correction: CorrectionTexts;
  privacy: string;
  confirm: ConfirmTexts;
  welcome: WelcomeTexts;
  already: MessageTexts;
  signIn: SignInTexts;
  /** To the newsroom itself. */
  stripeRefused: MessageTexts;
  invoiceStuck: MessageTexts;
}

interface CorrectionTexts {
  title: string;
  /** Before what was said wrongly, and before what is so. */
  wrong: string;
  right: string;
}

interface MessageTexts {
  subject: (publication: string) => string;
  title: string;
  text: (publication: string) => string;
  button: string;
  small: string;
}

interface SignInTexts extends MessageTexts {
  code: string;
}

interface ConfirmTexts extends MessageTexts {
  chosen: string;
}

interface WelcomeTexts extends MessageTexts {
  hello: (name: string) => string;
  chosen: string;
}
