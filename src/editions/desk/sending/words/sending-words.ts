/** The words of the pages that ask before something goes out, and of the moment before it does. */
export interface SendingWords {
  approveTitle: string;
  sendTitle: string;
  approveText: string;
  sendText: string;
  mail: string;
  stories: string;
  mend: string;
  warnings: string;
  cannot: string;
  /** How many will get it. */
  readers: (count: number, shown: string, newsletter: string) => string;
  /** How many of them are shown a correction, by its title, which may be empty. */
  told: (count: number, shown: string, title: string) => string;
  /** Its text is another one than whoever looks was shown before. */
  changed: string;
  ownMorning: string;
  /** The times of the buttons stand in the newsletter's zone. */
  approveForSlot: (at: string) => string;
  approveAndSend: string;
  sendNow: string;
  approveOnly: string;
  goesAt: (at: string) => string;
  grace: (seconds: number) => string;
  noGrace: string;
  atTitle: string;
  at: string;
  zone: string;
  ownZones: string;
  allZones: string;
  atButton: string;
  badTime: string;
  past: string;
  /** The clock shows a time twice, or never. */
  unclear: {
    title: string;
    twice: (time: string, zone: string) => string;
    never: (time: string, zone: string) => string;
    choose: (time: string, offset: string) => string;
  };
  second: {
    title: string;
    own: (others: string) => string;
    nobody: string;
  };
  leaving: {
    title: string;
    soon: (seconds: string) => string;
    now: string;
    to: (count: number, shown: string, newsletter: string) => string;
    stop: string;
    text: string;
    stoppedTitle: string;
    stoppedText: string;
    edition: string;
  };
  today: string;
}
