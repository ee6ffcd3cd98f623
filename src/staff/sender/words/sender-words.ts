/** The words of the page of senders. */
export interface SenderWords {
  title: string;
  text: string;
  default: string;
  /** Which newsletters the default stands for. */
  usedBy: (newsletters: string) => string;
  service: string;
  fromName: string;
  fromAddress: string;
  replyTo: string;
  replyToHint: string;
  noReplyTo: string;
  change: string;
  /** For screen readers: whose. */
  changeOf: (whose: string) => string;
  none: { title: string; text: string; button: string };
  own: { title: string; text: string; button: (newsletter: string) => string };
  authentication: {
    title: string;
    text: string;
    button: string;
    of: (domain: string) => string;
    paste: string;
    states: Record<'ok' | 'warning' | 'failed', string>;
  };
  form: { title: (whose: string) => string; text: string; review: string };
  review: { title: string; text: string; before: string; after: string; button: string; again: string };
  remove: {
    link: string;
    of: (whose: string) => string;
    title: (newsletter: string) => string;
    text: string;
    button: string;
  };
  /** The publication's address, which the law asks for. */
  postal: {
    title: string;
    text: string;
    none: string;
    change: string;
    hint: string;
    button: string;
    done: string;
    empty: string;
    changed: string;
  };
  /** That readers know the publication by. */
  colour: {
    title: string;
    text: string;
    light: string;
    dark: string;
    link: string;
    sample: string;
    adjusted: (given: string, shown: string) => string;
    change: string;
    label: string;
    button: string;
    done: string;
    changed: string;
  };
  same: string;
  odd: string;
  back: string;
  done: string;
}
