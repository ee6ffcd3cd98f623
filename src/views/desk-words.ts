import { languagesWith, wordsIn } from '../../languages/index.ts';

/** The words that every page of the desk shares. */
export interface DeskWords {
  desk: string;
  skip: string;
  navigation: string;
  /** Of the sections, by their names in `deskSections`. */
  sections: Record<DeskSectionName, string>;
  account: string;
  signOut: string;
  roles: Record<'owner' | 'editor' | 'reporter' | 'analyst', string>;
  back: string;
  older: string;
  newest: string;
  /** Of a list that is in no order of time. */
  first: string;
  next: string;
  failed: { title: string; text: string };
  notFound: { title: string; text: string };
  refused: { title: string };
  tooMany: { title: string; text: string };
}

export type DeskSectionName =
  | 'today'
  | 'editions'
  | 'readers'
  | 'newsletters'
  | 'sender'
  | 'staff'
  | 'keys'
  | 'audit';

const en: DeskWords = {
  desk: 'Desk',
  skip: 'Skip to the content',
  navigation: 'Desk',
  sections: {
    today: 'Today',
    editions: 'Editions',
    readers: 'Readers',
    newsletters: 'Newsletters',
    sender: 'Sender',
    staff: 'Staff',
    keys: 'Keys',
    audit: 'Log',
  },
  account: 'Your account',
  signOut: 'Sign out',
  roles: { owner: 'Owner', editor: 'Editor', reporter: 'Reporter', analyst: 'Analyst' },
  back: 'Back to the desk',
  older: 'Older',
  newest: 'Newest',
  first: 'First page',
  next: 'Next page',
  failed: { title: 'Something went wrong on our side', text: 'It has been noted. Try again in a minute.' },
  notFound: {
    title: 'There is nothing here',
    text: 'The address may be mistyped, or what it led to is gone.',
  },
  refused: { title: 'This could not be done' },
  tooMany: { title: 'That was a lot at once', text: 'Wait a little and try again.' },
};

/** Languages of the desk. */
export function deskPageLanguages(): string[] {
  return languagesWith('desk');
}

export function deskWordsOf(language: string): DeskWords {
  return wordsIn('desk', language, en);
}
