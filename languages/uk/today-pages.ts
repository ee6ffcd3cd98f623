import { counted } from './counted.ts';
import { outcomes } from './outcomes.ts';
import type { DeskEditionWords } from '../../src/editions/desk/words/desk-edition-words.ts';

const articles = (count: number): string => counted(count, 'нова стаття', 'нові статті', 'нових статей');

export const todayPages: DeskEditionWords = {
  title: 'Сьогодні',
  next: 'Попереду',
  last: 'Надіслано',
  states: {
    planned: 'Складеться сам',
    due: 'Складається',
    draft: 'Чекає на затвердження',
    held: 'Притримано, чекає на затвердження',
    approved: 'Затверджено',
    scheduled: 'Затверджено, вийде сам',
    launched: 'Запущено',
    cancelled: 'Скасовано',
    launching: 'Запускається',
    sending: 'Надсилається',
    paused: 'Призупинено',
    finished: 'Надіслано',
    stopped: 'Зупинено',
  },
  noSubject: 'Теми листа ще немає',
  emptyNext: {
    title: 'Попереду нічого немає',
    text: 'Дайджест складається сам у час своєї розсилки з того, що принесуть джерела. Поки що жодна розсилка цього не робить, і жоден випуск не готується.',
  },
  emptyLast: {
    title: 'Ще нічого не надіслано',
    text: 'Тут стоятимуть надіслані випуски з їхніми числами.',
  },
  now: 'Зараз',
  waits: 'Чекає',
  skipped: 'Чому випуску не було',
  alerts: {
    title: 'Потребує уваги',
    none: 'Ніщо не потребує уваги.',
    source: (title, times) => `Джерело «${title}» не вдалося прочитати, поспіль: ${times}.`,
    relayResting: (name, until) => `Сервер ${name} відпочиває до ${until}.`,
    relayServiceOnly: (name, until) => `Сервер ${name} не бере випусків до ${until}.`,
    relayFailing: (name) => `Сервер ${name} не працює.`,
    relayMissing: (name, setting) => `Сервер ${name} тут не має пароля: ${setting} не задано.`,
    cooling: (destination, perMinute, relay, until) =>
      perMinute === 0
        ? `${destination} через ${relay} не отримує нічого до ${until}.`
        : `${destination} через ${relay} отримує лише ${perMinute} за хвилину до ${until}.`,
    breach: (edition) => `${edition}: досягнуто межі.`,
    payments: (open, lost) =>
      `За 30 днів не пройшло і ще відкрито: ${counted(open, 'платіж', 'платежі', 'платежів')} патронів${lost === 0 ? '' : `; втрачено: ${lost}`}.`,
    notAssembled: (newsletter, at) =>
      `${newsletter} мала скластися о ${at}, і цього не сталося: чи працює worker?`,
    deadline: (edition) => `${edition}: вчасно не затверджено, притримано.`,
    missedRun: (newsletter, day) =>
      `${newsletter}, ${day}: випуск не складено. У його час нічого не працювало, а тепер запізно робити це без людини.`,
    look: 'Переглянути',
    openSource: 'Відкрити',
    assembleNow: 'Скласти зараз',
    missedSend: (edition, at) =>
      `${edition} мав вийти о ${at}, але тоді нічого не працювало. Його затверджено, і він чекає, доки хтось скаже коли.`,
  },
  planned: {
    title: (newsletter) => `Наступний випуск: ${newsletter}`,
    enough: (newArticles) => `Поки що ${articles(newArticles)}.`,
    tooFew: (newArticles, needed) =>
      `Поки що ${newArticles === 0 ? 'нових статей немає' : articles(newArticles)}; щонайменше потрібно ${needed}, інакше випуску не буде.`,
    deadline: (until, rule) =>
      `Затвердити до ${until}; інакше ${{ 'hold-and-alert': 'його буде притримано, а редактори отримають лист', hold: 'його буде притримано', send: 'його надішле правило' }[rule]}.`,
    goes: (at) => `Затверджений, вийде о ${at}.`,
    due: 'Він складається.',
  },
  draft: {
    before: {
      'hold-and-alert': (at) =>
        `Затвердьте до ${at}; інакше його буде притримано, а редактори отримають лист.`,
      hold: (at) => `Затвердьте до ${at}; інакше його буде притримано.`,
      send: (at) => `О ${at} його надішле правило, якщо немає вад і ніхто його не притримає.`,
    },
    goes: (at) => `Затверджений до того, вийде о ${at}.`,
    after: 'Час минув: випуск притримано, доки хтось його не затвердить.',
    problem: 'Правило не змогло його надіслати:',
    held: 'Його притримали: він вийде лише після затвердження.',
    byHand: 'Складено вручну: чекає на затвердження, правило його не надішле.',
    givesWay: (at) => `Якщо ніхто його не затвердить, о ${at} його місце займе наступний випуск.`,
    missing: 'Спершу виправити',
    complete: 'Усе на місці.',
  },
  approved: {
    by: (name) => `Затверджує: ${name}.`,
    byRule: 'Затверджено за правилом, коли минув час.',
    goes: (at) => `Вийде о ${at}.`,
    waits: 'Вийде, щойно хтось скаже коли.',
    missed: (at) => `Мав вийти о ${at}, але тоді нічого не працювало: вийде, щойно хтось скаже коли.`,
  },
  drift: {
    changed: (title) => `«${title}» відтоді змінилася у джерелі.`,
    vanished: (title) => `«${title}» відтоді зникла у джерелі.`,
  },
  live: {
    progress: (sent, eligible) => `Передано ${sent} з ${eligible}`,
    pending: (count) => `ще ${count}`,
    expires: (at) => `Що не вийде до ${at}, уже не буде надіслано.`,
    held: (until) => `Чекає до ${until}.`,
    reason: 'Чому:',
  },
  figures: {
    picture: (edition, sent, eligible) => `${edition}: передано ${sent} з ${eligible}`,
    handedOver: (sent, eligible) => `Передано ${sent} з ${eligible}`,
    table: 'У числах',
    columns: { what: 'Що з ними сталося', count: 'Читачів', share: 'Частка' },
    ...outcomes,
    bounces: 'Скриньок немає',
    complaints: 'Скарги',
    clicks: 'Переходи',
  },
  acts: {
    approve: 'Затвердити…',
    schedule: 'Надіслати…',
    unschedule: 'Скасувати час',
    hold: 'Притримати',
    discard: 'Зняти…',
    pause: 'Призупинити',
    resume: 'Продовжити',
    stop: 'Зупинити…',
  },
  edit: 'Редагувати',
  about: (act, edition) => `${act} ${edition}`,
  read: 'Читати',
  watch: 'Стежити за надсиланням',
  report: 'Звіт',
  corrections: 'Виправлення',
  all: 'Усі випуски',
  done: {
    approve: 'Затверджено.',
    scheduled: 'Затверджено, вийде у свій час. До того «Притримати» це скасує.',
    schedule: 'Вийде у свій час. До того «Притримати» це скасує.',
    unschedule: 'Лишається затвердженим і вийде, щойно хтось скаже коли.',
    begun: 'Надсилається.',
    paused: 'Надсилання вже почалося. Решту призупинено.',
    over: 'Його вже надіслано всім.',
    hold: 'Притримано. Після затвердження випуск знову вийде.',
    discard: 'Знято.',
    pause: 'Призупинено. «Продовжити» надсилатиме далі з того ж місця.',
    resume: 'Надсилається далі.',
    stop: 'Зупинено назавжди.',
  },
  meanwhile: (state) =>
    `Нічого не зроблено: випуск змінився відтоді, як ви відкрили сторінку; тепер він «${state}». Погляньте ще раз.`,
  stopping: {
    title: 'Зупинити надсилання назавжди?',
    text: (sent, pending) =>
      `Уже отримали: ${sent}; не отримають: ${pending}. Цього не можна повернути. Паузу можна.`,
    pause: 'Лише призупинити',
  },
  discarding: {
    title: 'Зняти цей випуск?',
    text: 'Він не вийде, і повернути його не можна. Його статті вільні для наступного випуску.',
  },
  resuming: {
    title: 'Усе одно продовжити?',
    text: 'Надсилання тримає межа. Спершу з’ясуйте чому: те, що повертається, шкодить і всім наступним випускам.',
    button: 'Усе одно продовжити',
  },
  back: 'Назад',
};
