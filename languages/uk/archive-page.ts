import type { ArchiveWords } from '../../src/editions/pages/archive.ts';

export const archivePage: ArchiveWords = {
  title: 'Попередні випуски',
  empty: 'Жоден випуск ще не вийшов. Підпишіться, і перший прийде до вас.',
  older: 'Старіші випуски',
  number: (number) => `№ ${number}`,
  more: { one: 'і ще # матеріал', few: 'і ще # матеріали', other: 'і ще # матеріалів' },
};
