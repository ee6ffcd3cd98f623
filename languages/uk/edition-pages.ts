import { letterOf } from '../../src/text/letter-of.ts';
import type { DeadLink } from '../../src/editions/faults.ts';
import type { EditionWords } from '../../src/editions/desk/edition/pages/words/edition-words.ts';
import { counted } from './counted.ts';

// Куди веде посилання замість сторінки, і що з тим робити.
const deadLinks: Record<DeadLink, (status: number) => string> = {
  gone: (status) => `сторінки немає (${status}). Виправте посилання або приберіть його.`,
  'server-error': (status) => `сервер не працює (${status}). Перевірте ще раз перед надсиланням.`,
  login: () => 'веде на сторінку входу, куди читачі не потраплять. Візьміть адресу, відкриту для всіх.',
  home: () => 'веде на головну замість матеріалу. Виправте посилання.',
  refuses: (status) => `сервер відповідає програмам ${status}. Перейдіть за посиланням самі.`,
  timeout: () => 'сервер не відповідає вчасно. Перевірте ще раз перед надсиланням.',
  unreachable: () => 'сервер недоступний. Виправте посилання або приберіть його.',
};

export const editionPages: EditionWords = {
  noSubject: 'Теми листа ще немає',
  noPreheader: 'Анонсу після теми ще немає',
  edit: 'Редагувати',
  back: 'Усі випуски',
  subjects: { one: 'Випробувати кілька тем', tried: 'Випробування тем' },
  facts: {
    newsletter: 'Розсилка',
    state: 'Стан',
    sendAt: 'Вийде',
    launchedAt: 'Вийшов',
    from: 'Від кого',
    replyTo: 'Відповіді надходять на',
  },
  mail: {
    title: 'Лист',
    draft: 'Чернетка, якою вона є зараз.',
    approved: 'Затверджений текст: саме він піде читачам.',
    launched: 'Текст, який надіслано.',
    corrected: 'Нинішній текст випуску: хто лишився, отримає його, щойно його затвердять і випустять.',
    toCorrected: 'Показати нинішній текст',
    toLaunched: 'Показати надісланий текст',
    none: 'Листа не можна показати, доки це не виправлено.',
    frame: (reader) => `Лист: ${reader}`,
    inert: 'Посилання тут і в пробному листі ні за кого не діють. Куди вони ведуть, видно біля блоків.',
  },
  reader: {
    label: 'Очима кого',
    asked: 'Читач без внеску, з проханням про підтримку',
    reader: 'Читач без внеску, без прохання',
    patron: 'Патрон',
    tier: (name) => `Патрон, ${name}`,
    archived: (name) => `Патрон, ${name} (більше не пропонується)`,
    correction: (title) => `Читач без внеску, який отримав помилкове${title === '' ? '' : `: ${title}`}`,
    show: 'Показати',
    person: 'Очима одного читача',
    address: 'Електронна адреса читача',
    personShow: 'Показати його лист',
    nobody: (address) => `На адресу ${address} ніхто не підписаний.`,
  },
  forms: { label: 'Вигляд', desktop: 'Комп’ютер', phone: 'Телефон', text: 'Простий текст' },
  schemes: {
    label: 'Кольори',
    light: 'Світлі',
    dark: 'Темні',
    darkNote:
      'Це власні темні кольори листа, як їх показують Apple Mail та інші. Застосунки Gmail і Outlook для Windows добирають кольори самі, тож там лист виглядає трохи інакше.',
  },
  preFlight: {
    title: 'Перевірка перед відправленням',
    none: 'Нічого виправляти не треба.',
    stop: 'Треба виправити',
    warning: 'Варто глянути',
    kilobytes: (count) => `${count} КБ`,
    size: (size, limit) => `${size} із ${limit}, після яких Gmail обрізає лист`,
    over: 'Випуск надіслано таким, яким його затверджено.',
    outside: {
      label: 'Про що питаємо інших',
      checking: 'перевіряється…',
      again: 'Глянути ще раз',
      links: {
        name: 'Посилання',
        done: (count) => `перевірено всі: ${count}`,
        some: (done, total) => `перевіряється… ${done} з ${total}`,
        none: 'немає',
        oldest: (time) => `від ${time}`,
      },
      pictures: {
        name: 'Зображення',
        sum: (count, size) => `${count}, разом ${size}`,
        none: 'немає',
      },
      filter: {
        name: 'SpamAssassin',
        points: (points, required) => `${points} балів; від ${required} це спам`,
        absent: 'не встановлено там, де працює worker, тож ніхто не питав',
        failed: 'не вдалося спитати',
        rules: 'Що він рахує',
        columns: { points: 'Бали', rule: 'Правило' },
      },
      sender: {
        name: 'Відправник',
        done: 'підтверджений',
        faults: 'дивіться вище',
        excused: 'не питали: листи йдуть лише на цю машину',
      },
    },
    faults: {
      'no-subject': () => 'У листа немає теми.',
      'long-subject': ({ length, most, subject }) =>
        `Довжина теми${subject === null ? '' : ` ${letterOf(subject)}`}: ${length} знаків; поштові програми показують близько ${most}.`,
      'alert-waits': ({ share, minutes }) =>
        `Це термінове повідомлення випробовує теми: ${100 - share} зі ста читачів чекатимуть на нього ${minutes} хвилин і довше. Одна тема дійде до всіх одразу.`,
      'equal-subjects': () => 'Дві з тем, що випробовуються, однакові.',
      'same-subject': ({ number }) => `Тема така сама, як у випуску ${number}.`,
      'set-aside': ({ count }) =>
        `Двоє писали водночас, і ще ніхто не вибрав: відкладено ${counted(count, 'текст', 'тексти', 'текстів')}.`,
      'no-preheader': () => 'Немає анонсу — рядка, який поштові програми показують після теми.',
      'no-postal-address': () =>
        'У видання немає поштової адреси, а закон вимагає її в кожному листі. Власник задає її на сторінці відправника.',
      'no-blocks': () => 'У випуску нічого немає.',
      'no-footer': () => 'Немає підвалу, де читачі відписуються.',
      'empty-block': ({ block }) => `Блок ${block + 1} порожній.`,
      'picture-without-words': ({ title }) =>
        `Зображення «${title}» ніхто не описав: хто його не бачить, двічі почує заголовок.`,
      'private-link': ({ title, host }) => `«${title}» веде на ${host}, куди читачі не потраплять.`,
      'dead-link': ({ title, why, status }) => `«${title}»: ${deadLinks[why](status ?? 0)}`,
      'heavy-picture': ({ title, bytes, most }, size) =>
        `Зображення ${title} має ${size(bytes)}; досить ${size(most)}. Візьміть менше.`,
      'heavy-pictures': ({ bytes, most }, size) =>
        `Усі зображення разом мають ${size(bytes)}; для телефона вже ${size(most)} — багато. Приберіть якісь.`,
      contrast: ({ accent, shown, ratio, least }) =>
        `Колір видання ${accent} важко прочитати на світлому тлі (${ratio.toFixed(1)} до 1, а треба ${least}), тож посилання й кнопки мають ${shown}. Інший вибирає власник на сторінці відправника.`,
      disliked: ({ points, required }) =>
        `SpamAssassin дає листу ${points} балів, а від ${required} це спам. Нижче видно, що він рахує.`,
      'sender-not-authenticated': ({ check, detail, fix }) =>
        `Відправник, ${check}: ${detail}.${fix === null ? '' : ` Опублікуйте: ${fix}`}`,
      'article-changed': ({ title }) => `Матеріал «${title}» відтоді змінився в джерелі.`,
      'article-vanished': ({ title }) => `Матеріал «${title}» зник із джерела.`,
      audience: ({ detail }) => `Один із блоків призначено читачам, яких немає (${detail}).`,
      'many-audiences': ({ count, most }) =>
        `Випуск розрізняє забагато груп читачів: ${count}, а можна ${most}. Заберіть голосування або частини для окремих рівнів.`,
      'ballot-not-open': () =>
        'Голосування з цього випуску ще не відкрито: якщо його змінять до відкриття, затвердьте випуск знову.',
      'cut-off': ({ bytes }, size) =>
        `Розмір листа: ${size(bytes)}. Gmail його обріже, тож приберіть кілька матеріалів.`,
      'nearly-cut-off': ({ bytes }, size) =>
        `Розмір листа: ${size(bytes)}. Це близько до межі, на якій Gmail обрізає.`,
      'not-rendered': ({ detail }) => `Лист не вдається зробити: ${detail}`,
    },
  },
  blocks: {
    title: 'З чого складається випуск',
    text: 'У порядку листа; видно, куди веде кожне посилання.',
    none: 'У випуску ще нічого немає.',
    kinds: {
      lead: 'Головне',
      article: 'Матеріал',
      section: 'Рубрика',
      headlines: 'Заголовки',
      'read-also': 'Читайте також',
      note: 'Слово редакції',
      divider: 'Риска',
      appeal: 'Прохання про підтримку',
      thanks: 'Подяка',
      ballot: 'Голосування',
      'patrons-only': 'Для патронів',
      correction: 'Виправлення',
      footer: 'Підвал',
    },
    audiences: {
      reader: 'хто не платить',
      patron: 'патрони',
      appeal: 'кого просять про підтримку',
      ballot: 'хто може голосувати',
      correction: 'хто отримав помилкове',
      tier: (slug) => `патрони рівня ${slug}`,
    },
    more: (count) => `Посилань: ${count}`,
  },
  notes: 'Нотатки складання',
  test: {
    title: 'Надіслати пробний лист',
    text: (reader) =>
      `Таким, яким його отримає «${reader}», із позначкою [Test] перед темою. Його ніде не враховано, а посилання ні за кого не діють.`,
    corrected: 'У ньому нинішній текст випуску, а не той, що виходить.',
    to: 'Кому',
    you: 'ви',
    button: 'Надіслати',
    sent: 'Пробний лист уже в дорозі.',
  },
};
