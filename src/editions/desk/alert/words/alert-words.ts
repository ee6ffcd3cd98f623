/** The words of the page that writes a breaking alert. */
export interface AlertWords {
  title: string;
  text: (newsletter: string, count: number, shown: string) => string;
  /** A button on the desk's front page. */
  open: string;
  none: { title: string; text: string; action: string };
  newsletter: string;
  headline: string;
  headlineHint: string;
  words: string;
  wordsHint: string;
  link: string;
  linkHint: string;
  picture: string;
  pictureHint: string;
  next: string;
  nextHint: string;
  pool: string;
  noPool: string;
  use: string;
  about: (title: string) => string;
  lately: string;
  by: (name: string) => string;
}
