/** The words of the desk's list of editions. */
export interface DeskEditionWords {
  title: string;
  next: string;
  last: string;
  columns: { edition: string; newsletter: string; state: string; when: string; readers: string };
  states: Record<string, string>;
  noSubject: string;
  emptyNext: { title: string; text: string };
  emptyLast: { title: string; text: string };
  sentOf: (sent: string, eligible: string) => string;
  skipped: string;
}

const en: DeskEditionWords = {
  title: 'Editions',
  next: 'Coming up',
  last: 'Gone out',
  columns: {
    edition: 'Edition',
    newsletter: 'Newsletter',
    state: 'State',
    when: 'When',
    readers: 'Handed over',
  },
  states: {
    draft: 'Draft',
    approved: 'Approved',
    scheduled: 'Scheduled',
    launched: 'Launched',
    cancelled: 'Cancelled',
    sending: 'Going out',
    paused: 'Paused',
    finished: 'Finished',
  },
  noSubject: 'No subject yet',
  emptyNext: {
    title: 'Nothing is in preparation',
    text: 'A digest assembles itself at its newsletter’s time, from what the sources bring.',
  },
  emptyLast: { title: 'Nothing has gone out yet', text: 'What is launched stands here, with how far it is.' },
  sentOf: (sent, eligible) => `${sent} of ${eligible}`,
  skipped: 'Why there was no edition',
};

const uk: DeskEditionWords = {
  title: 'Випуски',
  next: 'Попереду',
  last: 'Надіслано',
  columns: {
    edition: 'Випуск',
    newsletter: 'Розсилка',
    state: 'Стан',
    when: 'Коли',
    readers: 'Передано',
  },
  states: {
    draft: 'Чернетка',
    approved: 'Затверджено',
    scheduled: 'Заплановано',
    launched: 'Запущено',
    cancelled: 'Скасовано',
    sending: 'Надсилається',
    paused: 'Призупинено',
    finished: 'Завершено',
  },
  noSubject: 'Теми листа ще немає',
  emptyNext: {
    title: 'Нічого не готується',
    text: 'Дайджест складається сам у час своєї розсилки з того, що принесуть джерела.',
  },
  emptyLast: {
    title: 'Ще нічого не надіслано',
    text: 'Тут стоятимуть запущені випуски і те, як вони йдуть.',
  },
  sentOf: (sent, eligible) => `${sent} з ${eligible}`,
  skipped: 'Чому випуску не було',
};

const all: Record<string, DeskEditionWords> = { en, uk };

export function deskEditionWords(language: string): DeskEditionWords {
  return all[language] ?? en;
}
