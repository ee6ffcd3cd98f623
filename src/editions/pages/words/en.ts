import type { WhyWords } from './why-words.ts';

export const en: WhyWords = {
  title: 'Why you saw this',
  edition: (newsletter, date) => `${newsletter}, ${date}`,
  decision: {
    shown:
      'You were asked for support because you read us and, as far as we know, do not pay for it yet: you are no patron, and in the 30 days before you gave nothing once, had no payment fail and cancelled nothing.',
    patron: 'You were not asked, because you are a patron. Thank you.',
    'recent-gift': 'You were not asked, because you had given shortly before. Thank you.',
    'recent-failure': 'You were not asked, because a payment of yours had just failed.',
    'recent-cancellation': 'You were not asked, because you had just cancelled.',
    'quiet-edition':
      'Nobody was asked: beside the first story of this edition it would have been out of place.',
    cap: 'You were not asked, because you had been asked often enough.',
    'held-back':
      'You were not asked. A few readers, chosen by chance, are not, so that we learn what asking brings.',
    'no-appeal': 'Nobody was asked in this edition.',
  },
  rulesTitle: 'Our rules',
  cap: (cap, days) =>
    `We ask each reader at most ${times(cap)} in ${days} days, in all newsletters together.`,
  asked: (count, days) => `In the last ${days} days we have asked you ${times(count)}.`,
  silence:
    'We ask nobody who supports us in any way, and nobody for 30 days after a contribution, a failed payment or a cancellation.',
  measured: 'It does not depend on what you read or click.',
  stopTitle: 'If you would rather not be asked',
  stop: 'Everything stays free and open to you whether you pay or not. You choose what you get, or leave, in your preferences: the link is at the end of each mail.',
  preferences: 'Your newsletters',
  support: 'Support us',
  gone: {
    title: 'This is no longer known',
    text: 'We keep for a limited time only what was shown to whom, and this mail is older. Or the link was cut off by the mail program.',
  },
};

function times(count: number): string {
  return ['not at all', 'once', 'twice'][count] ?? `${count} times`;
}
