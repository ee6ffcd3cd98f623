import type { z } from 'zod';
import type { en } from '../../src/wrong-values/en.ts';
import type { FieldWords } from '../../src/wrong-values/field-words.ts';

export const wrongValues: typeof en = {
  empty: 'має щось містити',
  longerThan: (most) => `довше, ніж дозволено: не більше знаків, ніж ${most}`,
  notHttp: 'не є адресою http:// чи https://',
  notLanguage: 'не є позначкою мови, такою як en, uk чи pt-BR',
  notTimeZone: 'не є часовим поясом, таким як Europe/Kyiv чи UTC',
  notColour: 'не є кольором, таким як #0b5394',
  notAddress: (such) => `не є електронною адресою, такою як ${such}`,
  notUtm: 'не є назвою, такою як utm_source',
  notShortName: 'не є короткою назвою: дозволено a-z, 0-9 і поодинокі дефіси',
  notTimeOfDay: 'не є часом доби, таким як 06:30',
  notDay: 'не є днем, таким як 2026-12-25',
  endsFirst: 'закінчується раніше, ніж починається',
  longerThanYear: 'триває довше за рік',
  below: (least) => `менше за ${least}`,
  above: (most) => `більше за ${most}`,
  noDays: 'не є кількістю днів: дозволено від 1 до 90',
  manyDays: (most) => `забагато днів: дозволено щонайбільше ${most}`,
  notPercentage: 'не є відсотком, таким як 0.3',
  noPercentage: (most) => `не є відсотком: дозволено від 0 до ${most}`,
  tooFew: (least) => `замало: щонайменше ${least}`,
  manyLines: (most) => `забагато рядків: дозволено ${most}`,
  hasCharacters: (most) => `має бути від 1 до ${most} знаків`,
  notSmall: 'може містити лише малі латинські літери, цифри й поодинокі дефіси',
  atTheMost: (most) => `може мати щонайбільше ${most} знаків`,
  notCurrency: 'не є валютою, такою як eur',
  suggestsLess: 'пропонує менше за найменшу суму',
  notWhole: 'надійшло не повністю; відкрийте сторінку й надішліть знову',
};

/** Fields by their names, as the forms of the desk call them. */
const names: Record<string, string> = {
  name: 'Назва',
  slug: 'Коротка назва',
  description: 'Що вона приносить і коли',
  language: 'Мова',
  timeZone: 'Часовий пояс',
  priority: 'Вид',
  assembleAt: 'Складається о',
  sendAt: 'Виходить о',
  weekdays: 'У ці дні',
  deadlineMinutes: 'Затвердити впродовж',
  graceSeconds: 'Час на зупинку',
  lateMinutes: 'Надолужується впродовж',
  expiryHours: 'Спроби тривають',
  minArticles: 'Щонайменше статей',
  maxArticles: 'Щонайбільше статей',
  overlapHours: 'Запізнілі статті',
  readAlso: 'Давніші статті під головною',
  subjectTemplate: 'Тема листа',
  leadCategories: 'Рубрики для головної',
  categories: 'Лише ці рубрики',
  sections: 'Розділи',
  cap: 'Найбільше',
  sourceIds: 'Лише ці джерела',
  atDeadline: 'Що до того ніхто не затвердив',
  appeal: 'Прохання про підтримку',
  thanks: 'Подяка',
  title: 'Заголовок',
  text: 'Текст',
  label: 'Кнопка',
  url: 'Куди веде',
  small: 'Дрібним',
  holidays: 'Дні без випуску',
  from: 'Від',
  to: 'До',
  fromName: 'Ім’я відправника',
  fromAddress: 'Адреса відправника',
  replyTo: 'Адреса для відповідей',
  newsletter: 'Розсилка',
  newsletterId: 'Розсилка',
  headline: 'Заголовок',
  picture: 'Зображення',
  once: 'Форма',
  question: 'Запитання',
  options: 'Варіанти',
  maxChoices: 'Скільки можна обрати',
  opensAt: 'Початок',
  closesAt: 'Кінець',
  publication: 'Видання',
  ballot: 'Голосування',
  rules: 'Правила',
  alert: 'Сповіщення',
  sender: 'Відправник',
  tier: 'Рівень підтримки',
  state: 'Стан',
  subject: 'Тема листа',
  preheader: 'Анонс після теми',
  intro: 'Перші слова',
  lead: 'Головна стаття',
  order: 'Порядок',
  revision: 'Текст',
  host: 'Сервер',
  port: 'Порт',
  enabled: 'Працює',
};

/** What zod finds by itself, where a schema has no words of its own. */
function faultOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_small':
      return issue.origin === 'number' || issue.origin === 'int'
        ? `замало: щонайменше ${issue.minimum}`
        : issue.minimum === 1
          ? wrongValues.empty
          : `закоротке: щонайменше ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'number' || issue.origin === 'int'
        ? `забагато: щонайбільше ${issue.maximum}`
        : `задовге: щонайбільше ${issue.maximum}`;
    case 'invalid_value':
      return `не підходить; дозволено: ${issue.values.map(String).join(', ')}`;
    case 'invalid_type':
      return issue.expected === 'number' || issue.expected === 'int' ? 'має бути числом' : 'не підходить';
    case 'unrecognized_keys':
      return `невідоме: ${issue.keys.join(', ')}`;
    default:
      return 'записано не так, як треба';
  }
}

export const fields: FieldWords = { names, faultOf };
