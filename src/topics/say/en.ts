export const en = {
  noTopic: (id: number) => `there is no topic ${id}; "topics list" shows them`,
  noTopicState: (state: string, allowed: readonly string[]) =>
    `the state is ${state}; ${allowed.join(', ')} are allowed`,
  titleLength: (length: number, least: number, most: number) =>
    `the title has ${length} characters; ${least} to ${most} are allowed`,
  tooLong: (name: string, length: number, most: number) =>
    `the ${name} has ${length} characters; ${most} are allowed`,
  manySuggestions: (most: number) => `${most} suggestions a day are allowed; please come back tomorrow`,
  noReasonToDecline: 'a reason is missing: those who suggested the topic are told it',
  mergedIntoItself: (id: number) => `topic ${id} cannot be merged into itself`,
  mergedIntoDeclined: (id: number) => `topic ${id} was declined; accept it first, or merge into another`,
  isMerged: (id: number, into: number | null) => `topic ${id} was merged into topic ${into}`,
  onBallot: (id: number) =>
    `topic ${id} stands in a ballot that is not decided yet; close or void that first`,
  ballotNeeds: 'a ballot needs a title, a question, 2 to 20 options and a time when it closes',
  ballotThere: (slug: string) => `there is a ballot ${slug} already`,
  noBallot: (name: string) => `there is no ballot ${name}; "ballots list" shows them`,
  noBallotOf: (id: number) => `there is no ballot ${id}`,
  ballotState: (slug: string, state: string, allowed: readonly string[], act: string) =>
    `the ballot ${slug} is ${state}; only one that is ${allowed.join(' or ')} can be ${act}`,
  noReasonToVoid: 'a reason is missing: the page of the ballot says it',
  promiseCame: (slug: string) => `a promise came of the ballot ${slug}; withdraw that instead`,
  optionCount: (count: number) => `the ballot has ${count} options; 2 to 20 are allowed`,
  optionTwice: (title: string) => `the option ${title} is there twice`,
  notAccepted: (id: number, state: string) => `topic ${id} is ${state}; only an accepted one can be voted on`,
  noTier: (slug: string, known: string) => `there is no tier ${slug}; there are: ${known || 'none'}`,
  closesPast: (time: string) => `the ballot would close at ${time}, which is over`,
  closesFirst: (opens: string, closes: string) =>
    `the ballot would open at ${opens} and close at ${closes}; it closes after it opens`,
  manyChoices: (choices: number, options: number) =>
    `${choices} choices are allowed of ${options} options; that is too many`,
  promiseWithdrawn: (slug: string) => `the promise of the ballot ${slug} was withdrawn`,
  noArticle: (text: string) =>
    `the article is ${text}; an article's id, or an http:// or https:// address is allowed`,
  promiseState: (slug: string, state: string) => `the promise of the ballot ${slug} is ${state} already`,
  otherWinner: (winner: number, slug: string) =>
    `option ${winner} won the ballot ${slug}; none other can be promised`,
  nobodyVoted: (slug: string) => `nobody voted in the ballot ${slug}; there is nothing to promise`,
  tied: (options: readonly number[], slug: string) =>
    `options ${options.join(', ')} of the ballot ${slug} are tied; choose one of them with --option`,
  reporterLength: (length: number) => `the reporter's name has ${length} characters; 1 to 100 are allowed`,
  noDay: (text: string, today: string) => `the day is ${text}; a day from ${today} on is allowed, written so`,
  noReasonToWithdraw: 'a reason is missing: patrons are told it',
  nothingPromised: (slug: string) => `nothing has been promised of the ballot ${slug} yet`,
};
