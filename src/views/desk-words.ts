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

const uk: DeskWords = {
  desk: 'Редакція',
  skip: 'Перейти до змісту',
  navigation: 'Редакція',
  sections: {
    today: 'Сьогодні',
    editions: 'Випуски',
    readers: 'Читачі',
    newsletters: 'Розсилки',
    sender: 'Відправник',
    staff: 'Команда',
    keys: 'Ключі',
    audit: 'Журнал',
  },
  account: 'Ваш обліковий запис',
  signOut: 'Вийти',
  roles: { owner: 'Власник', editor: 'Редактор', reporter: 'Журналіст', analyst: 'Аналітик' },
  back: 'Назад до редакції',
  older: 'Давніші',
  newest: 'Найновіші',
  first: 'Перша сторінка',
  next: 'Наступна сторінка',
  failed: {
    title: 'Щось пішло не так на нашому боці',
    text: 'Ми це зафіксували. Спробуйте ще раз за хвилину.',
  },
  notFound: {
    title: 'Тут нічого немає',
    text: 'Можливо, адресу введено з помилкою або сторінки вже немає.',
  },
  refused: { title: 'Це не вдалося зробити' },
  tooMany: { title: 'Забагато запитів одразу', text: 'Зачекайте трохи і спробуйте ще раз.' },
};

const all: Record<string, DeskWords> = { en, uk };

/** Languages of the desk. */
export const deskPageLanguages: string[] = Object.keys(all);

export function deskWordsOf(language: string): DeskWords {
  return all[language] ?? en;
}
