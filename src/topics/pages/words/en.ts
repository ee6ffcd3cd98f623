import type { TopicWords } from './topic-words.ts';

const count = (number: number): string => new Intl.NumberFormat('en').format(number);
const votes = (number: number): string => `${count(number)} ${number === 1 ? 'vote' : 'votes'}`;

export const en: TopicWords = {
  ballots: {
    title: 'What patrons decide',
    intro:
      'Patrons pay for this newsroom, and they have a say in what it looks into next. Here is what is being voted on, and what became of it.',
    open: 'Open now',
    noneOpen: 'Nothing is being voted on at the moment. The next ballot stands in the digest when it opens.',
    past: 'Decided',
    promises: 'What we promised',
    nonePromised: 'Nothing has been promised yet: the first ballot decides that.',
    suggest: 'Suggest a topic',
  },
  ballot: {
    openUntil: (end) => `Open until ${end}`,
    closedOn: (end) => `Closed on ${end}`,
    voided: 'This ballot is void',
    voidedBecause: (reason) =>
      `There is no result, and all its votes have been taken away. The reason: ${reason}`,
    chooseOne: 'Choose one.',
    chooseSome: (most) => `Choose up to ${most}.`,
    options: 'To choose from',
    vote: 'Vote',
    change: 'Change my vote',
    secret: 'Your vote is secret, also from us.',
    secretLong:
      'Nobody in the newsroom is shown who chose what. You can change your vote until the ballot closes; only the last one counts.',
    whoVotes: 'Whoever was a patron when it opened may vote.',
    whoVotesTiers: (tiers) => `Whoever was a patron of ${tiers} when it opened may vote.`,
    signIn: 'Sign in to vote',
    support: 'Become a patron',
    notYours:
      'You cannot vote in this one: it is for those whose support had begun when it opened. You can in the next.',
    notAnyMore:
      'Your vote in this one does not count any more, and you cannot vote in it again. How your support stands is in your account.',
    none: 'Choose something first; your vote has not been changed.',
    tooMany: (most) => `That was more than ${most}. Take some away, and vote again.`,
    over: 'This ballot has closed. Your vote of now was not taken.',
    in: 'Your vote is in',
    inText: (end) => `Thank you. You can change it until ${end}, here or by the link in your mail.`,
    inBefore:
      'You have voted. What for is shown only while you are signed in; here you can vote anew, and the last vote counts.',
    chosen: 'You chose:',
    all: 'All ballots and promises',
    forAddress: (address) => `This link is for ${address}.`,
  },
  results: {
    title: 'The result',
    soFar: 'So far',
    soFarText: 'Told anew only after every few votes, and a few behind, so that nobody’s can be guessed.',
    turnout: (given, eligible) => `${votes(given)}, of ${count(eligible)} patrons who could vote.`,
    votes,
    nobody: 'Nobody voted.',
    severalAllowed: 'Several could be chosen, so the shares add up to more than 100 %.',
    won: 'Won',
    tie: (names) => `It is a tie between ${names}. The newsroom chooses among these, and will say so here.`,
    tieChosen: (names, winner) => `It was a tie between ${names}. Among these the newsroom chose ${winner}.`,
    afterwards: 'The result is shown here once the ballot has closed.',
  },
  promise: {
    title: 'What comes of it',
    states: { open: 'Promised', overdue: 'Overdue', kept: 'Kept', withdrawn: 'Withdrawn' },
    by: (reporter, day) => `${reporter} reports it by ${day}.`,
    overdue: (reporter, day) => `${reporter} was to report it by ${day}. It is late, and still owed to you.`,
    keptBy: (reporter) => `Reported by ${reporter}:`,
    withdrawn: (reason) => `It will not come. The reason: ${reason}`,
    soon: 'Who reports it, and by when, will stand here soon.',
    youVoted: 'You voted for this',
  },
  topics: {
    title: 'What should we look into?',
    intro:
      'Patrons tell us what nobody has looked into yet. The newsroom merges what belongs together, and what can be done comes to a vote.',
    accepted: 'On the list',
    noneAccepted: 'Nothing is on the list at the moment.',
    yours: 'Your suggestions',
    states: { new: 'Being looked at', accepted: 'On the list', declined: 'Not taken up', merged: 'Merged' },
    into: (title) => `It goes on as part of “${title}”.`,
    formTitle: 'Your suggestion',
    name: 'In one line',
    nameHint: '5 to 120 characters',
    details: 'What do you know about it, and why does it matter?',
    detailsHint: 'optional, up to 1,000 characters; the newsroom reads it',
    send: 'Send the suggestion',
    thanks: 'Thank you, it has arrived',
    thanksText: 'The newsroom reads it, and you hear by mail what comes of it.',
    patronsOnly:
      'Suggestions come from patrons. From the price of a coffee a month, you help to decide what is reported.',
    signInText: 'You are a patron? Sign in, and the form is here.',
    tooShort: (least, most) => `The line needs ${least} to ${most} characters.`,
    tooLong: (most) => `That is too long: ${most} characters fit.`,
    enough: 'That was five within a day. Please come back tomorrow; your words are still here.',
  },
  account: {
    title: 'Your say',
    voted: 'You have voted, and can change it',
    notVoted: 'You have not voted yet',
    noneOpen: 'There is nothing for you to vote on at the moment.',
    suggestions: 'Your suggestions',
    promises: 'Promises to you',
    more: 'All ballots and promises',
  },
  invalid: {
    title: 'This link does not work',
    text: 'It may be cut off. Open the link in your mail once more, or sign in and vote there.',
  },
};
