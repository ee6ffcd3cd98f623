import type { TopicTexts } from '../../emails/topic-texts.ts';

export const topicMails: TopicTexts = {
  subject: (publication) => `Ваша пропозиція для «${publication}»`,
  accepted: {
    title: 'Вашу пропозицію взято до списку',
    text: (suggestion) =>
      `Ви запропонували тему «${suggestion}». Редакція взяла її до списку тем, за які голосують патрони.`,
  },
  declined: {
    title: 'Що сталося з вашою пропозицією',
    text: (suggestion) =>
      `Ви запропонували тему «${suggestion}». Редакція не братиметься за неї, і ось чому:`,
  },
  merged: {
    title: 'Вашу пропозицію об’єднано з іншою',
    text: (suggestion, into) =>
      `Ви запропонували тему «${suggestion}». Інші просили майже про те саме, тож тепер вона — частина теми «${into}».`,
  },
  button: 'Переглянути пропозиції',
  small: 'Цей лист приходить один раз, бо ви запропонували тему. Дякуємо за неї.',
  vote: 'Вирішують патрони',
  chooseOne: 'Оберіть один варіант.',
  chooseSome: (most) => `Оберіть не більше ніж ${most}.`,
  openUntil: (end) => `Голосування триває до ${end}. До того часу голос можна змінити.`,
  voteNow: 'Проголосувати',
  secret: 'Голосування таємне, зокрема й для нас.',
  youVoted: 'Ви за це голосували',
};
