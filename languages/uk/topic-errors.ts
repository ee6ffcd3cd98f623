import type { en } from '../../src/topics/say/en.ts';

const topics: Record<string, string> = {
  new: 'нова',
  accepted: 'прийнята',
  declined: 'відхилена',
  merged: 'об’єднана з іншою',
};
const ballots: Record<string, string> = {
  draft: 'чернетка',
  open: 'відкрите',
  closed: 'завершене',
  voided: 'скасоване',
};
const promises: Record<string, string> = { open: 'відкрита', kept: 'виконана', withdrawn: 'відкликана' };
const names: Record<string, string> = { details: 'опис', reason: 'причина' };
const of = (words: Record<string, string>) => (word: string) => words[word] ?? word;
const [topicState, ballotState] = [of(topics), of(ballots)];

export const topicErrors: typeof en = {
  noTopic: (id) => `теми ${id} немає`,
  noTopicState: (state, allowed) => `стану ${state} немає; є такі: ${allowed.map(topicState).join(', ')}`,
  titleLength: (length, least, most) => `знаків у назві: ${length}; дозволено від ${least} до ${most}`,
  tooLong: (name, length, most) => `${names[name] ?? name}: знаків ${length}, а дозволено ${most}`,
  manySuggestions: (most) => `за день можна запропонувати тем: ${most}; приходьте, будь ласка, завтра`,
  noReasonToDecline: 'бракує причини: її побачать ті, хто запропонував тему',
  mergedIntoItself: (id) => `тему ${id} не можна об’єднати з нею самою`,
  mergedIntoDeclined: (id) => `тему ${id} відхилено; спершу прийміть її або об’єднайте з іншою`,
  isMerged: (id, into) => `тему ${id} вже об’єднано з темою ${into}`,
  onBallot: (id) => `тема ${id} стоїть у голосуванні, яке ще не вирішено; спершу завершіть або скасуйте його`,
  ballotNeeds: 'голосуванню потрібні назва, запитання, від 2 до 20 варіантів і час завершення',
  ballotThere: (slug) => `голосування ${slug} вже є`,
  noBallot: (name) => `голосування ${name} немає`,
  noBallotOf: (id) => `голосування ${id} немає`,
  ballotState: (slug, state, allowed) =>
    `голосування ${slug} зараз ${ballotState(state)}, а для цього має бути: ${allowed.map(ballotState).join(' або ')}`,
  noReasonToVoid: 'бракує причини: її показує сторінка голосування',
  promiseCame: (slug) => `за голосуванням ${slug} уже дано обіцянку; натомість відкличте її`,
  optionCount: (count) => `варіантів у голосуванні: ${count}; дозволено від 2 до 20`,
  optionTwice: (title) => `варіант ${title} стоїть двічі`,
  notAccepted: (id, state) => `тема ${id} зараз ${topicState(state)}; голосують лише за прийняті`,
  noTier: (slug, known) => `рівня підтримки ${slug} немає; є такі: ${known || 'жодного'}`,
  closesPast: (time) => `голосування мало б завершитися ${time}, а цей час уже минув`,
  closesFirst: (opens, closes) =>
    `голосування мало б початися ${opens} і завершитися ${closes}; кінець має бути після початку`,
  manyChoices: (choices, options) => `обрати можна ${choices}, а варіантів ${options}; це забагато`,
  promiseWithdrawn: (slug) => `обіцянку за голосуванням ${slug} відкликано`,
  noArticle: (text) => `${text} — не стаття; дозволено номер статті або адресу http:// чи https://`,
  promiseState: (slug, state) => `обіцянка за голосуванням ${slug} вже ${promises[state] ?? state}`,
  otherWinner: (winner, slug) => `у голосуванні ${slug} переміг варіант ${winner}; іншого обіцяти не можна`,
  nobodyVoted: (slug) => `у голосуванні ${slug} ніхто не голосував; обіцяти нічого`,
  tied: (options, slug) =>
    `у голосуванні ${slug} порівну голосів за варіанти ${options.join(', ')}; виберіть один із них`,
  reporterLength: (length) => `знаків в імені журналіста: ${length}; дозволено від 1 до 100`,
  noDay: (text, today) => `${text} — не той день; дозволено від ${today}, у такому записі`,
  noReasonToWithdraw: 'бракує причини: її побачать патрони',
  nothingPromised: (slug) => `за голосуванням ${slug} ще нічого не обіцяно`,
};
