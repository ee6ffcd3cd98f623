import { formOf } from './counted.ts';
import type { AlertWords } from '../../src/editions/desk/alert/words/alert-words.ts';

const readers = (count: number): string => formOf(count, 'читача', 'читачів', 'читачів');

export const alertPages: AlertWords = {
  title: 'Термінове повідомлення',
  text: (newsletter, count, shown) =>
    count === 0
      ? `Розсилку «${newsletter}» ще ніхто не читає.`
      : `Для ${shown} ${readers(count)} розсилки «${newsletter}», попереду всього, що надсилається.`,
  open: 'Термінове повідомлення',
  none: {
    title: 'Розсилки для термінових повідомлень ще немає',
    text: 'Повідомлення йде читачам, які підписалися на термінове. Спершу додайте таку розсилку.',
    action: 'До розсилок',
  },
  newsletter: 'Читачам розсилки',
  headline: 'Заголовок',
  headlineHint: 'це й тема листа',
  words: 'Що відомо',
  wordsHint: 'один-два рядки',
  link: 'Посилання',
  linkHint: 'адреса статті',
  picture: 'Світлина',
  pictureHint: 'її адреса або нічого',
  next: 'Поглянути',
  nextHint: 'Ще нічого не надсилається.',
  pool: 'Або стаття, яка вже є',
  noPool: 'Статей ще немає.',
  use: 'Взяти',
  about: (title) => `Взяти: ${title}`,
  lately: 'Повідомлення за 24 години',
  by: (name) => `автор: ${name}`,
};
