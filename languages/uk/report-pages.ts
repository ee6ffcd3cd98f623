import { counted } from './counted.ts';
import { outcomes } from './outcomes.ts';
import type { AfterWords } from '../../src/reports/pages/words/after-words.ts';

const quoted = (text: string | null): string =>
  text === null || text === '' ? '' : ` Відповідь: «${text}».`;
const times = (count: number): string => counted(count, 'раз', 'рази', 'разів');

const segments: Record<string, string> = {
  reader: 'читач без внеску',
  patron: 'патрон',
  appeal: 'з проханням про підтримку',
};

/** The names of segments in words. */
function partsOf(names: string): string {
  const say = (name: string): string => {
    const [kind = '', argument = ''] = name.split(':');
    if (kind === 'tier') return `патрон рівня ${argument}`;
    if (kind === 'ballot') return 'з правом голосу';
    return kind === 'correction' ? 'той, хто отримав помилкове' : (segments[name] ?? name);
  };
  return names.split(', ').map(say).join(', ');
}

const suppressions: Record<string, string> = {
  unsubscribed: 'людина відписалася',
  complaint: 'людина поскаржилася на спам',
  'hard-bounce': 'листи на цю адресу повертаються остаточно',
  erased: 'людина попросила стерти її дані',
  manual: 'адресу вимкнула редакція',
};

export const reportPages: AfterWords = {
  report: {
    title: 'Звіт',
    live: 'Випуск ще в дорозі: числа зростають.',
    liveLink: 'Стежити за надсиланням',
    pruned: (at) => `З ${at} зберігаються лише числа: розрізнити людей уже не можна.`,
    balance: 'Що сталося з читачами',
    balanceText: 'Кожен читач рівно в одному рядку.',
    outcomes,
    columns: { what: 'Що', count: 'Читачів', share: 'Частка' },
    failures: {
      hard: 'скриньки немає',
      soft: 'відмовлено тимчасово, а зрештою остаточно',
      expired: 'відкладалося, доки не минув час',
      sender: 'відмовлено через нашу помилку',
      unknown: 'відмовлено з невідомої причини',
      '': 'не передано вчасно',
    },
    suppressions: {
      unsubscribed: 'відписані',
      complaint: 'скаржилися на спам',
      'hard-bounce': 'листи повертаються остаточно',
      erased: 'стерті',
      manual: 'вимкнені вручну',
    },
    other: 'інші',
    back: 'Що повернулося',
    refused: 'Відмовлено одразу: скриньки немає',
    bounced: 'Повернулося згодом: скриньки немає',
    complained: 'Скарги на спам',
    unsubscribed: 'Відписалися за його посиланням',
    faults: 'Повернулося через нашу помилку',
    nothingBack: 'Нічого не повернулося.',
    bounces: 'Повернення за причинами',
    codes: {
      '1.1': 'такої скриньки немає',
      '1.2': 'такого домену немає',
      '1.3': 'адреса не є адресою',
      '1.6': 'скринька переїхала',
      '1.10': 'домен не приймає пошти',
      '2.1': 'скриньку вимкнено',
      '2.2': 'скринька переповнена',
      '2.3': 'лист завеликий',
      '3.4': 'лист завеликий',
      '4.1': 'сервер не відповідає',
      '4.2': 'з’єднання обірвалося',
      '4.4': 'домену не знайдено',
      '4.7': 'минуло забагато часу',
      '7.0': 'відмовлено за їхнім правилом',
      '7.1': 'відмовлено за їхнім правилом',
      '7.26': 'наша автентифікація не проходить',
    },
    noCode: 'коду не вказано',
    classes: { hard: 'остаточно', soft: 'тимчасово', sender: 'наша помилка', unknown: 'неясно' },
    reason: 'Причина',
    destinations: 'За поштовими службами',
    texts: 'Який текст вийшов',
    text: (number) => `Текст ${number}`,
    clicks: 'Переходи за статтями',
    clickCount: 'Переходи',
    story: 'Стаття чи посилання',
    frame: 'Випуск, яким його надіслано, з переходами',
    modes: {
      off: 'Ця розсилка не рахує переходів.',
      aggregate:
        'Рахуються для всіх читачів разом: у кожному листі те саме посилання. Програми, що називають себе, не враховано; ті, що видають себе за браузер, як деякі фільтри, враховано. Скільки читачів перейшло і хто саме, сказати не можна.',
      person:
        'Рахуються для всіх читачів разом, а для тих, хто погодився, поодинці. Про цих відомо, скільки з них перейшло; програми, що називають себе, не враховано.',
    },
    likely: 'Людей, наскільки можна сказати',
    all: 'Усі, з програмами',
    clickers: 'Читачів, що перейшли, з тих, хто погодився',
    picture:
      'Випуск, яким його надіслано, з усіма частинами, хто б їх не бачив; біля кожної статті — скільки разів за нею перейшли. Те саме числами — в таблиці.',
    elsewhere: 'Інші посилання',
    clicksOf: (count) => `Переходів: ${count}`,
    noClicks: 'Ще ніхто не перейшов.',
    money: 'Нові патрони й гроші',
    moneyText:
      'Що прийшло за посиланнями цього випуску на сторінку підтримки, разом із подовженнями. Хто прийшов згодом іншим шляхом, того тут немає.',
    patrons: 'Нові патрони',
    given: 'Гроші',
    payments: (_count, text) => `платежів: ${text}`,
    nothingGiven: 'За його посиланнями ще нічого не дали.',
    compared: 'Поруч із попередніми випусками',
    comparedText: 'Цей випуск останній праворуч; пунктир показує звичне для розсилки, середину решти.',
    measures: {
      clicks: 'Переходів на лист',
      unsubscribes: 'Відписалися',
      bounces: 'Скриньки немає',
      complaints: 'Скарги',
      patrons: 'Нові патрони',
    },
    plot: (measure, edition, value, usual) =>
      `${measure}: ${edition} ${value}. ${usual} Усі числа в таблиці нижче.`,
    usual: (value) => `Звично ${value}.`,
    first: 'Це перший випуск, порівняти ні з чим.',
    inNumbers: 'У числах',
    edition: 'Випуск',
    subjects: 'Теми, які перевіряли',
    subjectsText:
      'Це переходи, а не читачі, бо посилання в усіх однакові. Хто переходить, робить це приблизно двічі; інтервал це враховує.',
    subject: 'Тема',
    clicked: 'Переходів на лист',
    interval: 'Інтервал (95 % для всіх разом)',
    better: (best, other, low, high) =>
      `За «${best}» переходили частіше, ніж за «${other}»: на ${low}–${high} листа, і це більше за випадковість.`,
    chance: (best, other, low, high) =>
      `Між «${best}» і «${other}» немає різниці, яка не могла б бути випадковою (${low}–${high}).`,
    csv: 'Цей звіт у CSV',
    historyCsv: 'Ці випуски у CSV',
    whyTitle: 'Чому цей читач отримав випуск або не отримав?',
    whyText: 'Вкажіть адресу читача, чи є він у списку, чи ні.',
    address: 'Електронна адреса',
    whyButton: 'Чому?',
    corrections: 'Виправлення',
  },
  people: {
    kinds: {
      ...outcomes,
      eligible: 'Усі читачі цього випуску',
      bounced: 'Повернулося згодом: скриньки немає',
      reported: 'Повернення з будь-якої причини',
      faults: 'Повернулося через нашу помилку',
      waiting: 'Чекають своєї черги',
      deferred: 'Відкладено: буде нова спроба',
      complained: 'Поскаржилися на спам',
      unsubscribed: 'Відписалися за його посиланням',
      clicked: 'Перейшли, з тих, хто дозволив рахувати',
      patrons: 'Стали патронами за його посиланнями',
    },
    text: 'Кожне ім’я веде до того, що сталося з цим випуском.',
    search: 'Шукати',
    others: 'Читачі за іншим числом',
    beginning: 'Адреса починається з',
    beginningHint: 'щонайменше три літери',
    columns: { who: 'Читач', state: 'Стан', when: 'Коли', detail: 'Що відповіли' },
    erased: 'стерто',
    empty: { title: 'Нікого немає', text: 'За цим числом ніхто не стоїть.' },
    noneFound: { title: 'Такого немає', text: 'Ні в кого з них адреса так не починається.' },
    pruned: {
      title: 'Збережено лише числа',
      text: 'Подробиць цього випуску вже немає; розрізнити людей не можна.',
    },
    why: (address) => `Що сталося з ${address}`,
    csv: 'Цей список у CSV',
    csvText: 'Для власників, після повторного входу.',
    resend: 'Надіслати їм ще раз…',
    all: 'Усі',
  },
  why: {
    title: (address) => `Цей випуск і ${address}`,
    verdicts: { yes: 'Отримано', no: 'Не отримано', 'not-yet': 'Ще попереду', unknown: 'Невідомо' },
    answers: {
      sent: ({ at, relay, reply }, time) =>
        `Передано: ${time(at)}${relay === null ? '' : `, через ${relay}`}; нічого не повернулося.${quoted(reply)}`,
      'bounced-later': ({ at, back, reply, hard }, time) =>
        `Передано: ${time(at)}; повернулося${hard ? ' остаточно' : ''}: ${time(back)}.${quoted(reply)}`,
      uncertain: ({ at, reason }, time) =>
        `Лист був у дорозі, коли відповідь загубилася: ${time(at)}${reason === null ? '' : ` (${reason})`}. Може бути отриманий, а може й ні. Сам удруге не надсилається, бо могло б прийти два.`,
      'in-hand': ({ since }, time) => `Передається саме зараз, від ${time(since)}.`,
      queued: ({ paused, reason }) =>
        paused
          ? `Чекає: надсилання призупинено${reason === null ? '' : ` (${reason})`}.`
          : 'Чекає своєї черги; надсилання триває.',
      morning: ({ dueAt }, time) => `Притримано до обраної читачем години: ${time(dueAt)}.`,
      deferred: ({ attempts, nextAt, reply, reason }, time) =>
        `Відкладено ${times(attempts)} тією стороною або заради неї; наступна спроба: ${time(nextAt)}.${quoted(reply ?? reason)}`,
      refused: ({ at, reply }, time) => `Відмовлено остаточно: ${time(at)}.${quoted(reply)}`,
      'our-fault': ({ at, reply }, time) =>
        `Відмовлено через нашу помилку, не читачеву: ${time(at)}.${quoted(reply)}`,
      expired: ({ attempts, reply, expiresAt }, time) =>
        attempts === 0
          ? `Не передано, доки не минув час: ${time(expiresAt)}.`
          : `Відкладалося ${times(attempts)}, доки не минув час: ${time(expiresAt)}.${quoted(reply)}`,
      suppressed: ({ reason, at, before, lifted }, time) =>
        `Не надіслано, бо ${suppressions[reason] ?? reason}${at === null ? '' : ` (${time(at)})`}${before ? '' : ', поки випуск виходив'}.${lifted === null ? '' : ` Знято: ${time(lifted)}.`}`,
      cancelled: ({ at, by }, time) =>
        `Надсилання зупинили раніше${at === null ? '' : `: ${time(at)}`}${by === null ? '' : `, ${by}`}.`,
      'not-launched': ({ state }) => `Цей випуск не виходив: ${state}.`,
      pruned: ({ since }, time) => `Уже не сказати: з ${time(since)} про цей випуск зберігаються лише числа.`,
      'unknown-address': () => 'З цією адресою ніхто не підписаний, і тоді не був.',
      erased: ({ at }, time) => `Хто мав цю адресу, попросив стерти свої дані: ${time(at)}.`,
      'not-subscribed': () => 'На цю розсилку ніколи не підписувалися.',
      unconfirmed: ({ since }, time) =>
        `Просили цю розсилку${since === null ? '' : ` (${time(since)})`}, але не підтвердили.`,
      'confirmed-after': ({ at, launchedAt }, time) =>
        `Підтвердили ${time(at)}, коли читачів уже порахували (${time(launchedAt)}).`,
      'left-before': ({ at }, time) => `Відписалися раніше${at === null ? '' : `: ${time(at)}`}.`,
      'not-corrected': () => 'Це було виправлення, а помилкового тут не отримували.',
      unclear: () =>
        'Тоді підписка була, але серед адресатів її немає. Можливо, відтоді відписалися й повернулися; про це розкаже журнал людини.',
    },
    facts: {
      text: ({ revision, of }) => `Отримано текст ${revision} з ${of}.`,
      subject: ({ subject, variant }) => `Тема ${variant + 1}: «${subject}».`,
      parts: ({ names }) => `Показано як: ${partsOf(names)}.`,
      appeal: ({ decision }) => `Чи просили підтримки: ${reportPages.why.appeals[decision] ?? decision}.`,
      complained: ({ at }, time) => `Поскаржилися на спам: ${time(at)}.`,
      left: ({ at }, time) => `Відписалися за його посиланням: ${time(at)}.`,
      clicked: ({ at, times: count }, time) => `Перейшли ${times(count)}, уперше ${time(at)}.`,
      'suppressed-since': ({ reason, at }, time) =>
        `Від ${time(at)} нічого не надсилається: ${suppressions[reason] ?? reason}.`,
      again: ({ attempts }) => `Пробували ${times(attempts)}.`,
    },
    suppressions,
    appeals: {
      shown: 'так',
      patron: 'ні, патрон',
      'recent-gift': 'ні, нещодавно дали',
      'recent-failure': 'ні, нещодавно не пройшов платіж',
      'recent-cancellation': 'ні, нещодавно скасували підтримку',
      'quiet-edition': 'ні, не просили нікого через головну статтю',
      cap: 'ні, просили вже досить',
      'held-back': 'ні, обрано жеребом, щоб виміряти користь прохань',
    },
    attempts: 'Кожна спроба',
    columns: { at: 'Коли', outcome: 'Наслідок', relay: 'Сервер', reply: 'Що відповіли' },
    states: {
      waiting: 'Чекає',
      sending: 'Передається',
      deferred: 'Відкладено',
      sent: 'Передано',
      failed: 'Не вдалося',
      suppressed: 'Вимкнено',
      uncertain: 'Невідомо',
      cancelled: 'Зупинено',
      active: 'Діє',
      'past-due': 'Платіж відкрито',
      paused: 'На паузі',
      ended: 'Завершено',
      incomplete: 'Ще не сплачено',
    },
    another: 'Інший читач',
    reader: 'Читач',
    said: 'Відповіді серверів подано дослівно.',
  },
};
