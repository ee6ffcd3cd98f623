interface Outcome {
  title: string;
  text: (suggestion: string, into: string) => string;
}

/** The words of what patrons suggest, vote on and are promised. */
export interface TopicTexts {
  subject: (publication: string) => string;
  accepted: Outcome;
  declined: Outcome;
  merged: Outcome;
  button: string;
  small: string;
  /** Above a ballot in an edition. */
  vote: string;
  chooseOne: string;
  chooseSome: (most: number) => string;
  openUntil: (end: string) => string;
  voteNow: string;
  secret: string;
  /** Above a story that keeps a promise, for those who voted for it. */
  youVoted: string;
}

const en: TopicTexts = {
  subject: (publication) => `Your suggestion to ${publication}`,
  accepted: {
    title: 'Your suggestion is on the list',
    text: (suggestion) =>
      `You suggested “${suggestion}”. The newsroom has taken it on the list of what patrons may vote on.`,
  },
  declined: {
    title: 'What came of your suggestion',
    text: (suggestion) =>
      `You suggested “${suggestion}”. The newsroom will not follow it up, and this is why:`,
  },
  merged: {
    title: 'Your suggestion goes on in another one',
    text: (suggestion, into) =>
      `You suggested “${suggestion}”. Others asked for nearly the same, so it goes on as part of “${into}”.`,
  },
  button: 'See all suggestions',
  small: 'You receive this once, because you made the suggestion. Thank you for it.',
  vote: 'Patrons decide',
  chooseOne: 'Choose one.',
  chooseSome: (most) => `Choose up to ${most}.`,
  openUntil: (end) => `Open until ${end}. You can change your vote until then.`,
  voteNow: 'Vote',
  secret: 'Your vote is secret, also from us.',
  youVoted: 'You voted for this',
};

const uk: TopicTexts = {
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

const de: TopicTexts = {
  subject: (publication) => `Ihr Vorschlag an ${publication}`,
  accepted: {
    title: 'Ihr Vorschlag steht auf der Liste',
    text: (suggestion) =>
      `Sie haben „${suggestion}“ vorgeschlagen. Die Redaktion hat das Thema auf die Liste genommen, über die abgestimmt wird.`,
  },
  declined: {
    title: 'Was aus Ihrem Vorschlag geworden ist',
    text: (suggestion) =>
      `Sie haben „${suggestion}“ vorgeschlagen. Die Redaktion wird dem nicht nachgehen, und zwar aus diesem Grund:`,
  },
  merged: {
    title: 'Ihr Vorschlag geht in einem anderen auf',
    text: (suggestion, into) =>
      `Sie haben „${suggestion}“ vorgeschlagen. Andere wünschen sich fast dasselbe; Ihr Vorschlag gehört nun zu „${into}“.`,
  },
  button: 'Alle Vorschläge ansehen',
  small: 'Diese Mail kommt einmal, weil der Vorschlag von Ihnen ist. Vielen Dank dafür.',
  vote: 'Sie entscheiden mit',
  chooseOne: 'Wählen Sie eine Antwort.',
  chooseSome: (most) => `Wählen Sie bis zu ${most} Antworten.`,
  openUntil: (end) => `Offen bis ${end}. Bis dahin können Sie Ihre Stimme ändern.`,
  voteNow: 'Abstimmen',
  secret: 'Die Abstimmung ist geheim, auch für uns.',
  youVoted: 'Dafür haben Sie gestimmt',
};

const languages: Record<string, TopicTexts> = { en, uk, de };

/** The words of a language, of its parent, or else of English. */
export function topicTextsOf(language: string): TopicTexts {
  return languages[language.toLowerCase().split('-')[0] ?? ''] ?? en;
}
