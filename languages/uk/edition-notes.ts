import type { en } from '../../src/editions/say/notes-en.ts';

/** A name in quotes as English has them: without those. What strangers write may only look like one. */
function bare(name: string): string {
  if (!/^".*"$/s.test(name)) return name;
  try {
    return String(JSON.parse(name));
  } catch {
    return name;
  }
}
const quoted = (name: string): string => `«${bare(name)}»`;

export const editionNotes: typeof en = {
  noSubject: 'у листа немає теми',
  longSubject: (which, length, most) =>
    `${which} задовга, знаків: ${length}; поштові програми показують близько ${most}`,
  theSubject: 'тема',
  subjectOf: (letter) => `тема ${letter}`,
  alertWaits: (rest, minutes) =>
    `це термінове повідомлення, що випробовує теми: ${rest} зі ста читачів отримають його пізніше (хвилин: ${minutes}) або ще згодом`,
  equalSubjects: 'дві з тем, що випробовуються, однакові',
  noPreheader: 'немає анонсу — рядка, який поштові програми показують після теми',
  noPostalAddress: 'у видання немає поштової адреси, а закон вимагає її в кожному листі',
  noBlocks: 'у випуску нічого немає',
  noFooter: 'немає підвалу, де читачі відписуються',
  noAlt: (title) => `зображення до ${quoted(title)} не має опису для тих, хто його не бачить`,
  manyAudiences: (count, names, most) =>
    `випуск розрізняє забагато груп читачів: ${count} (${names}), а можна ${most}; заберіть голосування або частини для окремих рівнів`,
  cutOff: (bytes, most) => `байтів HTML у листі: ${bytes}; після ${most} поштові програми його обрізають`,
  nearlyCutOff: (bytes, most) => `байтів HTML у листі: ${bytes}; після ${most} його обріжуть`,
  sameSubject: (number) => `тема така сама, як у випуску ${number}`,
  setAside: (count) => `тексти двох людей чекають, доки хтось вибере: ${count}`,
  emptyBlock: (place) => `блок ${place} порожній`,
  privateLink: (title, host) => `посилання ${quoted(title)} веде на ${host}, куди читачі не потраплять`,
  vanished: (title) => `матеріал ${quoted(title)} зник із джерела`,
  changed: (title) => `матеріал ${quoted(title)} змінився у джерелі`,
  noAudience: (name) => `блок призначено читачам, яких немає: ${bare(name)}`,
  noBallot: (id) => `блок призначено для голосування ${bare(id)}, якого немає`,
  ballotOver: (slug, state) =>
    `голосування ${quoted(slug)} ${state}; приберіть його з випуску разом із тим, що стоїть про нього для інших читачів`,
  noTier: (slug, known) => `блок призначено для рівня ${quoted(slug)}; є такі: ${known}`,
  noneYet: 'поки жодного',
  noCorrection: (id) => `блок призначено читачам виправлення ${bare(id)}, якого немає`,
  ballotNotOpen: (slug) =>
    `голосування ${quoted(slug)} ще не відкрито; щойно випуск затверджено, воно лишається таким, поки затвердження не знято`,
  closed: 'завершено',
  voided: 'скасовано',
  tooFew: (count, since, least) => `нових статей від ${since}: лише ${count}; потрібно щонайменше ${least}`,
  onlyOne: (since, least) => `від ${since} лише одна нова стаття; потрібно щонайменше ${least}`,
  noArticles: (since, least) => `від ${since} нових статей немає; потрібно щонайменше ${least}`,
  replaces: (number) => `він стає на місце випуску ${number}, якого ніхто не затвердив, і бере його статті`,
  moreLeft: (count, most) => `не увійшло статей: ${count}; береться щонайбільше ${most}`,
  overCap: (count, section, cap, titles) =>
    `у розділі ${section} понад межу ${cap} не увійшло статей: ${count}: ${titles}`,
  manyBallots: (count, most, left) =>
    `відкритих голосувань: ${count}; у випуску ${most}, що завершуються перші, без: ${left}`,
  tooLate: (deadline) =>
    `строк минув ${deadline}, а тоді нічого не працювало; чи йому ще виходити, вирішує людина`,
};
