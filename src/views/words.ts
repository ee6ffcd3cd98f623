import { languagesWith, wordsIn } from '../../languages/index.ts';

/** The words that every page shares. */
export interface Words {
  skip: string;
  footer: string;
  subscribe: string;
  support: string;
  archive: string;
  ballots: string;
  privacy: string;
  terms: string;
  imprint: string;
  /** By which one leaves a contract from every page, without signing in. */
  cancel: string;
  withdraw: string;
  home: string;
  notFound: { title: string; text: string };
  failed: { title: string; text: string };
  tooMany: { title: string; text: string };
  refused: { title: string; text: string };
}

const en: Words = {
  skip: 'Skip to the content',
  footer: 'About this site',
  subscribe: 'Subscribe',
  support: 'Support us',
  archive: 'Past editions',
  ballots: 'Ballots',
  privacy: 'Privacy',
  terms: 'Terms',
  imprint: 'Imprint',
  cancel: 'Cancel a contract here',
  withdraw: 'Withdraw from a contract here',
  home: 'Go to the front page',
  notFound: { title: 'There is nothing here', text: 'The address may be mistyped, or the page may be gone.' },
  failed: {
    title: 'Something went wrong on our side',
    text: 'It has been noted. Please try again in a minute; nothing that you sent is lost on your side.',
  },
  tooMany: { title: 'That was a lot at once', text: 'Please wait a little and try again.' },
  refused: { title: 'This could not be done', text: '' },
};

/** Languages that pages are written in. */
export function pageLanguages(): string[] {
  return languagesWith('pages');
}

export function wordsOf(language: string): Words {
  return wordsIn('pages', language, en);
}
