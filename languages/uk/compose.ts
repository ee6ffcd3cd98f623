import type { Change, Logged } from '../../src/editions/compose/log.ts';
import type { Refusal } from '../../src/editions/compose/plan-parts.ts';
import type { ComposeNames, ComposeWords } from '../../src/editions/compose/words/compose-words.ts';

const names: ComposeNames = {
  fields: {
    subject: 'тему',
    preheader: 'прехедер',
    intro: 'вступ',
    title: 'заголовок',
    standfirst: 'підзаголовок',
    author: 'автора',
    category: 'рубрику',
    updated: 'позначку «оновлено»',
    audience: 'хто це читає',
    except: 'хто цього не читає',
    picture: 'показ зображення',
    alt: 'опис зображення',
    credit: 'авторство зображення',
    crop: 'кадр зображення',
    readAlso: 'посилання «читайте також»',
    text: 'текст',
    markdown: 'спосіб запису тексту',
    signature: 'підпис',
    button: 'кнопку',
    small: 'дрібний текст',
    date: 'дату',
    wrong: 'що було неправильно',
    right: 'як насправді',
    link: 'посилання',
    url: 'адресу',
  },
  kinds: {
    lead: 'головний матеріал',
    article: 'матеріал',
    link: 'посилання',
    section: 'розділ',
    headlines: 'заголовки',
    'read-also': 'блок «читайте також»',
    note: 'нотатку',
    divider: 'лінію',
    appeal: 'заклик про підтримку',
    thanks: 'подяку',
    'patrons-only': 'блок для патронів',
    correction: 'виправлення',
    ballot: 'голосування',
    footer: 'кінцівку',
  },
};

const fieldName = (field: string): string => names.fields[field] ?? field;

function thing({ about }: Pick<Logged, 'about'>): string {
  if (about == null) return 'елемент';
  const kind = names.kinds[about.kind] ?? about.kind;
  return about.title === '' ? kind : `«${about.title}»`;
}

function done(operation: Logged): string {
  switch (operation.op) {
    case 'set':
      return `змінено ${fieldName(operation.field)}${operation.key === null ? '' : ` (${thing(operation)})`}`;
    case 'insert':
    case 'insert-story':
    case 'insert-ballot':
    case 'insert-link':
      return `додано ${thing(operation)}`;
    case 'move':
      return `переміщено ${thing(operation)}`;
    case 'lead':
      return `зроблено головним: ${thing(operation)}`;
    case 'remove':
      return `вилучено ${thing(operation)}`;
    case 'restore':
      return `повернуто ${thing(operation)}`;
    case 'settle':
      if (operation.to === 'taken') return `прийнято відкладений текст (${fieldName(operation.field)})`;
      if (operation.to === 'dropped') return `відхилено відкладений текст (${fieldName(operation.field)})`;
      return `знову відкрито відкладений текст (${fieldName(operation.field)})`;
    case 'subjects':
      return 'змінено теми';
    case 'rewrite':
      return operation.version === null
        ? 'блоки записано наново'
        : `повернуто до версії ${operation.version}`;
  }
}

function change({ operation, act, conflict }: Pick<Change, 'operation' | 'act' | 'conflict'>): string {
  if (conflict !== null && operation.op === 'set')
    return `написано інший текст (${fieldName(operation.field)}), його відкладено`;
  const text = done(operation);
  if (act === 'undo') return `скасовано зміну: ${text}`;
  return act === 'redo' ? `зміну зроблено знову: ${text}` : text;
}

function refusal(facts: Refusal): string {
  switch (facts.code) {
    case 'no-item':
      return 'Цього тут більше немає.';
    case 'no-place':
      return 'Цьому тут не місце.';
    case 'fixed':
      return 'Кінцівка залишається на своєму місці.';
    case 'key-used':
      return 'Це вже додано.';
    case 'no-article':
      return 'Такого матеріалу немає.';
    case 'no-ballot':
      return 'Немає такого голосування, відкритого або в чернетці.';
    case 'ballot-here':
      return 'Це голосування вже є у випуску.';
    case 'not-a-story':
      return 'Головним може бути лише матеріал.';
    case 'no-field':
      return `Тут нема чого змінювати (${fieldName(facts.field)}).`;
    case 'wrong-value':
      return `Це не можна зберегти: поле порожнє або записане не так (${fieldName(facts.field)}).`;
    case 'too-long':
      return `Це задовго: ${fieldName(facts.field)}, не більше ніж ${facts.most} знаків.`;
    case 'stands-here':
      return `«${facts.title}» вже є в цьому випуску.`;
    case 'stands-elsewhere':
      return `«${facts.title}» вже є у випуску № ${facts.number} цієї розсилки.`;
    case 'no-picture':
      return 'Немає зображення, частину якого можна показати; потрібно щонайменше 40 пікселів.';
  }
}

export const compose: ComposeWords = {
  others: (actor) => (actor.startsWith('command-line:') ? actor.slice('command-line:'.length) : 'система'),
  change,
  refusal,
  blocked: (text, by) => `Не виконано (${text}): після того це змінено${by === null ? '' : ` (${by})`}.`,
};
