import type { en } from '../../src/delivery/say/errors-en.ts';

const states: Record<string, string> = {
  launching: 'запускається',
  sending: 'триває',
  paused: 'призупинено',
  finished: 'завершено',
  cancelled: 'скасовано',
};
const stateOf = (state: string): string => states[state] ?? state;
const acts = { pause: 'призупинити', resume: 'продовжити', cancel: 'скасувати' };

export const deliveryErrors: typeof en = {
  notLaunched: (id) => `випуск ${id} ще не надсилали`,
  noBalance: (id) => `випуск ${id} ще не надсилали, тож підсумку ще немає`,
  notSentAgain: (id, state) =>
    `надсилання випуску ${id} ${stateOf(state)}; нічого з нього вдруге не надсилають`,
  onlyCounts: (id, day) =>
    `з ${day} про випуск ${id} зберігаються лише числа; уже не видно, про кого саме невідомо`,
  detailGone: (id, day) => `з ${day} про випуск ${id} зберігаються лише числа (KEEP_DELIVERIES_DAYS)`,
  moreUncertain: (uncertain, expected) =>
    `невідомо вже про стількох: ${uncertain}, а не ${expected}; погляньте ще раз, перш ніж надсилати`,
  wrongState: (id, state, act, from) =>
    `надсилання випуску ${id} ${stateOf(state)}; ${acts[act]} можна лише те, що ${from.map(stateOf).join(' або ')}`,
  nobodyLeft: (id, state) =>
    `надсилання випуску ${id} ${stateOf(state)}, і надсилати більше нікому; виправлення отримують лише ті, кому листа ще не надіслано`,
  sameText: (id) => `випуск ${id} уже надсилають саме з цим текстом; виправляти нічого`,
  otherSubjects: (id, subjects, before) =>
    `у виправленні тем листа: ${subjects}, а випуск ${id} надсилали з такою кількістю: ${before}; їх має бути стільки ж`,
  appealAdded: (id) =>
    `у виправленні випуску ${id} є прохання про підтримку, а в надісланому його немає; кого просити, вирішують під час запуску, тож приберіть прохання`,
  manyKinds: (id, kinds, most) =>
    `разом із виправленням випуск ${id} розрізняє забагато груп читачів: ${kinds.length} (${kinds.join(', ')}), а можна щонайбільше ${most}`,
  keptByRule: (id, reasons) =>
    `надсилання випуску ${id} тримає межа: ${reasons}. Спершу з’ясуйте чому; потім його можна продовжити всупереч межі`,
  noPostalAddress:
    'у видання немає поштової адреси, а закон вимагає її в кожному листі; її задає власник командою broadsheet publication set --postal-address',
};
