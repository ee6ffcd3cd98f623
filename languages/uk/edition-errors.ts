import type { en } from '../../src/editions/say/errors-en.ts';

const states: Record<string, string> = {
  draft: 'ще чернетка',
  approved: 'затверджено',
  scheduled: 'затверджено, і його час призначено',
  launched: 'уже запущено',
  cancelled: 'знято',
};
const stateOf = (state: string): string => states[state] ?? state;
const ballots: Record<string, string> = { draft: 'ще чернетка', closed: 'завершено', voided: 'скасовано' };
const names: Record<string, string> = { subject: 'Тема', preheader: 'Анонс', intro: 'Перші слова' };

export const editionErrors: typeof en = {
  noEdition: (id) => `випуску ${id} немає`,
  changedSince: (id) => `випуск ${id} змінився відтоді, як ви на нього дивилися; погляньте ще раз`,
  cancelledNotApproved: (id) => `випуск ${id} знято; затвердити його не можна`,
  changedWhileApproved: (id) => `випуск ${id} змінився, доки його затверджували; погляньте ще раз`,
  settledMeanwhile: (id) =>
    `випуск ${id} тим часом притримали або затвердили; правило його вже не затверджує`,
  sentWithOther:
    'те, з чим вийде випуск, змінилося відтоді, як ви дивилися (відправник, видання, розсилка, виконана обіцянка або голосування); погляньте ще раз',
  notApprovable: (faults) => `випуск не можна затвердити: ${faults}`,
  isCancelled: (id) => `випуск ${id} знято`,
  isLaunched: (id) => `випуск ${id} уже запущено`,
  notApproved: (id) => `випуск ${id} не затверджено; спершу затвердьте його`,
  notDue: (id) => `час випуску ${id} ще не настав`,
  otherCorrection: (id, approved, asked) =>
    `затверджене виправлення випуску ${id} — це ${approved}, а не ${asked}`,
  notGoingOut: (id, state) =>
    `випуск ${id} ${stateOf(state)}, його зараз не надсилають, тож виправляти в дорозі нічого: змініть його й затвердьте`,
  noCorrection: (id) =>
    `для випуску ${id} немає затвердженого виправлення; спершу змініть текст і затвердьте його`,
  nobodyLeft: (id) => `випуск ${id} уже запущено, і надсилати більше нікому; затвердити його не можна`,
  sameText: (id) => `випуск ${id} уже надсилають саме з цим текстом; спершу змініть його`,
  otherSubjects: (id, subjects, before) =>
    `у виправленні тем листа: ${subjects}, а випуск ${id} надсилали з такою кількістю: ${before}; їх має бути стільки ж`,
  launchedCancelInstead: (id) => `випуск ${id} тим часом запустили; натомість зупиніть його надсилання`,
  launchedPauseInstead: (id) => `випуск ${id} тим часом запустили; натомість призупиніть його надсилання`,
  nothingToHold: (id) => `випуск ${id} знято; притримувати нічого`,
  noBlock: (place, count) => `блоку ${place} немає; блоків у випуску: ${count}`,
  tooLong: (name, length, most) => `${names[name] ?? name}: знаків ${length}, а дозволено ${most}`,
  wantsPerson: (id) => `випуск ${id} має затвердити людина; правило цього не може`,
  ownCorrectionUnseen: (id) =>
    `у випуску ${id} є виправлення, якого не бачив ніхто, крім того, хто затверджує; його розсилка потребує іншої людини: власника чи редактора`,
  subjectBound: (subject) =>
    `розсилка потребує двох людей: лист вийде з темою, з якою його написано, ${subject}; для іншої зупиніть це виправлення й напишіть його наново`,
  correctionSubjectLong: (most) => `у темі виправлення понад ${most} символів`,
  versionGone: (id, version) =>
    `яким випуск ${id} був у версії ${version}, вже не зберігається (KEEP_CHANGES_DAYS)`,
  ownChange: (id) =>
    `випуск ${id} востаннє змінювали ви; його розсилка потребує, щоб затвердив хтось інший: власник або редактор`,
  notOpen: (id, state) => `випуск ${id} ${stateOf(state)}; змінити його вже не можна`,
  ruleAsSecond:
    'де затверджує інша людина, правило не може надсилати, коли минає строк: виберіть притримати або дозвольте затверджувати одній людині',
  isPast: (time) => `час ${time} уже минув; укажіть майбутній`,
  noTime: (id, state) => `випуск ${id} ${stateOf(state)}; скасовувати нічого: часу йому не призначено`,
  newsletterChanged: (slug) => `розсилка ${slug} змінилася відтоді, як ви на неї дивилися; погляньте ще раз`,
  noneMade: (reason) => `випуску немає: ${reason}`,
  ballotOver: (slug, state) => `голосування ${slug} ${ballots[state] ?? state}; голосувати в ньому не можна`,
  ballotChanged: (slug) =>
    `голосування ${slug} змінили, поки випуск затверджували; погляньте на випуск ще раз`,
  ballotStands: (slug, id) => `голосування ${slug} вже є у випуску ${id}`,
  noAlerts: (slug) => `розсилка ${slug} не для термінових повідомлень; спершу змініть її вид`,
  noPicture: (picture) =>
    `зображення ${picture} не вдалося отримати; надішліть повідомлення без нього або з іншим`,
  addedMeanwhile: (url) => `${url} саме додав хтось інший; спробуйте ще раз`,
  alertApproved: (id) => `це повідомлення вже затверджено; спершу притримайте випуск ${id}`,
};
