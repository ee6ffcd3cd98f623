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

const uk: Words = {
  skip: 'Перейти до змісту',
  footer: 'Про цей сайт',
  subscribe: 'Підписатися',
  support: 'Підтримати',
  archive: 'Попередні випуски',
  ballots: 'Голосування',
  privacy: 'Конфіденційність',
  terms: 'Умови',
  imprint: 'Вихідні дані',
  cancel: 'Розірвати договір',
  withdraw: 'Відмовитися від договору',
  home: 'На головну',
  notFound: { title: 'Тут нічого немає', text: 'Можливо, адресу введено з помилкою або сторінку вилучено.' },
  failed: {
    title: 'Щось пішло не так на нашому боці',
    text: 'Ми це зафіксували. Спробуйте, будь ласка, ще раз за хвилину.',
  },
  tooMany: { title: 'Забагато запитів одразу', text: 'Зачекайте трохи і спробуйте ще раз.' },
  refused: {
    title: 'Цього не вдалося зробити',
    text: 'Можливо, щось тим часом змінилося. Поверніться, будь ласка, і погляньте ще раз.',
  },
};

const de: Words = {
  skip: 'Zum Inhalt springen',
  footer: 'Über diese Seite',
  subscribe: 'Abonnieren',
  support: 'Unterstützen',
  archive: 'Frühere Ausgaben',
  ballots: 'Abstimmungen',
  privacy: 'Datenschutz',
  terms: 'Nutzungsbedingungen',
  imprint: 'Impressum',
  cancel: 'Verträge hier kündigen',
  withdraw: 'Vertrag hier widerrufen',
  home: 'Zur Startseite',
  notFound: {
    title: 'Hier ist nichts',
    text: 'Die Adresse ist vielleicht falsch geschrieben, oder die Seite gibt es nicht mehr.',
  },
  failed: {
    title: 'Bei uns ist etwas schiefgegangen',
    text: 'Es ist vermerkt. Bitte versuchen Sie es in einer Minute noch einmal.',
  },
  tooMany: {
    title: 'Das war viel auf einmal',
    text: 'Bitte warten Sie etwas und versuchen Sie es noch einmal.',
  },
  refused: {
    title: 'Das ging leider nicht',
    text: 'Vielleicht hat sich inzwischen etwas geändert. Bitte gehen Sie zurück und sehen Sie noch einmal nach.',
  },
};

const all: Record<string, Words> = { en, uk, de };

/** Languages that pages are written in. */
export const pageLanguages: string[] = Object.keys(all);

export function wordsOf(language: string): Words {
  return all[language] ?? en;
}
