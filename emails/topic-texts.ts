import { wordsIn } from '../languages/index.ts';
interface Outcome {
  title: string;
  text: (suggestion: string, into: string) => string;
}

/** The words of what patrons suggest, vote on and are promised. */
export interface TopicTexts {
  subject: (publication: string) => string;
  accepted: Outcome;
  declined: Outcome;
  merged: Outcome;
  button: string;
  small: string;
  /** Above a ballot in an edition. */
  vote: string;
  chooseOne: string;
  chooseSome: (most: number) => string;
  openUntil: (end: string) => string;
  voteNow: string;
  secret: string;
  /** Above a story that keeps a promise, for those who voted for it. */
  youVoted: string;
}

const en: TopicTexts = {
  subject: (publication) => `Your suggestion to ${publication}`,
  accepted: {
    title: 'Your suggestion is on the list',
    text: (suggestion) =>
      `You suggested “${suggestion}”. The newsroom has taken it on the list of what patrons may vote on.`,
  },
  declined: {
    title: 'What came of your suggestion',
    text: (suggestion) =>
      `You suggested “${suggestion}”. The newsroom will not follow it up, and this is why:`,
  },
  merged: {
    title: 'Your suggestion goes on in another one',
    text: (suggestion, into) =>
      `You suggested “${suggestion}”. Others asked for nearly the same, so it goes on as part of “${into}”.`,
  },
  button: 'See all suggestions',
  small: 'You receive this once, because you made the suggestion. Thank you for it.',
  vote: 'Patrons decide',
  chooseOne: 'Choose one.',
  chooseSome: (most) => `Choose up to ${most}.`,
  openUntil: (end) => `Open until ${end}. You can change your vote until then.`,
  voteNow: 'Vote',
  secret: 'Your vote is secret, also from us.',
  youVoted: 'You voted for this',
};

/** The words of a language, of its parent, or else of English. */
export function topicTextsOf(language: string): TopicTexts {
  return wordsIn('topicMails', language, en);
}
