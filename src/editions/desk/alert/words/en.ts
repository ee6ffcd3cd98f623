import type { AlertWords } from './alert-words.ts';

export const en: AlertWords = {
  title: 'Breaking alert',
  text: (newsletter, count, shown) =>
    count === 0
      ? `Nobody reads ${newsletter} yet.`
      : `To ${shown} ${count === 1 ? 'reader' : 'readers'} of ${newsletter}, ahead of whatever else is going out.`,
  open: 'Breaking alert',
  none: {
    title: 'No newsletter of alerts yet',
    text: 'An alert goes to readers who have subscribed to alerts. Add a newsletter of that kind first.',
    action: 'To the newsletters',
  },
  newsletter: 'To the readers of',
  headline: 'Headline',
  headlineHint: 'it is the subject of the mail too',
  words: 'What is known',
  wordsHint: 'one or two lines',
  link: 'Link',
  linkHint: 'the address of the story',
  picture: 'Picture',
  pictureHint: 'its address, or nothing',
  next: 'Look at it',
  nextHint: 'Nothing is sent yet.',
  pool: 'Or of a story that is there',
  noPool: 'There are no stories yet.',
  use: 'Take it',
  about: (title) => `Take it: ${title}`,
  lately: 'Alerts of the last 24 hours',
  by: (name) => `by ${name}`,
};
