import type { ArchiveWords } from '../../src/editions/pages/archive.ts';

export const archivePage: ArchiveWords = {
  title: 'Frühere Ausgaben',
  empty: 'Noch ist keine Ausgabe erschienen. Abonnieren Sie, dann kommt die erste zu Ihnen.',
  older: 'Ältere Ausgaben',
  number: (number) => `Nr. ${number}`,
  more: { one: 'und ein weiterer Beitrag', other: 'und # weitere Beiträge' },
};
