import type { NewsletterWords, RhythmFacts } from './newsletter-words.ts';

const minutes = (count: number): string => (count === 60 ? 'an hour' : `${count} minutes`);

function atDeadline({ rule, ruleSendsAt }: RhythmFacts): string {
  if (rule === 'hold') return 'is held';
  if (rule === 'hold-and-alert') return 'is held, and all who may approve it get a mail';
  return `is approved by this rule and goes out ${ruleSendsAt === null ? 'at once' : `at ${ruleSendsAt}`}`;
}

export const en: NewsletterWords = {
  title: 'Newsletters',
  text: 'What readers subscribe to, and the rhythm in which it makes itself.',
  empty: { title: 'No newsletter yet', text: 'Add one, and readers can subscribe to it.' },
  columns: { name: 'Newsletter', rhythm: 'Rhythm', zone: 'Time zone', readers: 'Readers' },
  back: 'All newsletters',
  add: {
    title: 'Add a newsletter',
    button: 'Add it',
    slug: { label: 'Short name', hint: 'in addresses, for good: a-z, 0-9 and hyphens' },
  },
  fields: {
    name: { label: 'Name', hint: '' },
    description: { label: 'What it brings, and when', hint: 'on the form to subscribe' },
    language: { label: 'Language', hint: 'of its mails' },
    timeZone: { label: 'Time zone', hint: 'all its times are by this clock' },
    priority: { label: 'Kind', hint: '' },
  },
  priorities: {
    normal: 'A regular newsletter',
    alert: 'Breaking alerts: they overtake whatever else is going out',
  },
  rules: {
    enabled: { label: 'It assembles itself', hint: '' },
    assembleAt: { label: 'Assembled at', hint: '' },
    sendAt: { label: 'Goes out at', hint: 'once approved; empty: when whoever approves it says so' },
    weekdays: { label: 'On these days', hint: '' },
    holidays: { label: 'Days without an edition', hint: '' },
    atDeadline: { label: 'What nobody has approved by then', hint: '' },
    deadlineMinutes: { label: 'Approved within', hint: 'minutes after the assembly' },
    fourEyes: {
      label: 'A second pair of eyes',
      hint: 'Who changed an edition’s text last does not approve it. What nobody has changed since it was assembled, anybody approves who may. No rule can send it then.',
    },
    graceSeconds: {
      label: 'Time to stop a send',
      hint: 'seconds in which what is sent by hand can be undone with nothing sent; for an alert at most 30',
    },
    lateMinutes: {
      label: 'Made up for within',
      hint: 'minutes: what was missed while nothing ran still happens so much later, and after that waits for a person',
    },
    expiryHours: { label: 'Tried for', hint: 'hours, where a mailbox does not answer' },
    minArticles: { label: 'Stories at least', hint: 'with fewer there is no edition' },
    maxArticles: { label: 'Stories at most', hint: '' },
    overlapHours: { label: 'Late arrivals', hint: 'hours that a story may come late and still be taken' },
    readAlso: { label: 'Older stories below the lead', hint: 'how many' },
    subjectTemplate: { label: 'Subject', hint: 'with {lead}, {more}, {second}, {name}; empty: ours' },
    leadCategories: { label: 'Categories that lead', hint: 'the first first, with commas between' },
    categories: { label: 'Only these categories', hint: 'with commas between; empty: all' },
    sections: { label: 'Sections', hint: 'one a line: Europe: EU, Brussels (3)' },
    sourceIds: { label: 'Only these sources', hint: 'none ticked: all' },
    ballots: { label: 'Open ballots stand in it', hint: '' },
    appeal: {
      label: 'Appeal for support',
      hint: 'to readers who do not pay yet; without a title there is none',
    },
    thanks: { label: 'Thanks to patrons', hint: 'without a title there are none' },
  },
  groups: {
    self: 'The newsletter',
    when: 'When',
    approval: 'Who approves, and until when',
    late: 'When something does not run',
    stories: 'Stories',
    appeal: 'Appeal',
    thanks: 'Thanks',
  },
  atDeadline: {
    'hold-and-alert': 'is held, and all who may approve it get a mail',
    hold: 'is held',
    send: 'is sent by this rule, if it has no fault',
  },
  ruleSetBy: (name) => `Set by ${name}.`,
  appeal: { title: 'Title', text: 'Text', label: 'Button', url: 'It leads to', small: 'Small print' },
  thanks: { title: 'Title', text: 'Text' },
  thanksByTier: 'There are thanks of their own for some tiers; they are set by “newsletters set --thanks”.',
  approvers: {
    some: (names) => `These may approve: ${names}.`,
    alone:
      'You alone may approve here. With this ticked, what you have changed yourself cannot go out, until there is a second owner or editor: invite one first.',
  },
  save: 'Save',
  saved: 'It is saved.',
  added: 'It is added. Set its rhythm now, or send by hand.',
  ownersOnly: 'Only an owner changes this.',
  stale:
    'Nothing was saved: somebody else has changed this since you opened the page. Here it is as it is now.',
  badSection: (line) => `“${line}” is no section: write it as Europe: EU, Brussels (3)`,
  rhythm: {
    sentence: (facts) =>
      `It assembles itself ${facts.days} at ${facts.assembleAt}, goes out ${facts.sendAt === null ? 'when whoever approves it says so' : `at ${facts.sendAt} if it is approved by then, else when whoever approves it says so`}, and what nobody has approved by ${facts.deadline} ${atDeadline(facts)}.`,
    byHand: 'Nothing of it happens by itself: somebody assembles an edition, or writes an alert.',
    everyDay: 'every day',
    workdays: 'Monday to Friday',
  },
  calendar: {
    title: 'The next 14 editions',
    none: 'It does not assemble itself, so there are none to foresee.',
    columns: {
      day: 'Edition of',
      assembled: 'Assembled',
      deadline: 'Approved by',
      goes: 'Goes out',
      note: 'Note',
    },
    elsewhere: (times, zone) => `${times} in ${zone}`,
    forward: (count) => `Clocks are put forward by ${minutes(count)}.`,
    backward: (count) => `Clocks are put back by ${minutes(count)}.`,
    shifted: (time) => `There is no ${time} that day.`,
    holiday: (name) => `No edition: ${name}`,
    said: 'when somebody says so',
  },
  holidays: {
    title: 'Holidays',
    text: 'On these days no edition assembles itself. By hand one can always be made.',
    none: 'None are set.',
    name: 'Name',
    from: 'From',
    to: 'To',
    yearly: 'Every year',
    everyYear: 'every year',
    add: 'Add',
    remove: 'Remove',
    about: (name) => `Remove ${name}`,
    added: 'The holiday is added.',
    removed: 'The holiday is removed.',
  },
  assemble: {
    button: 'Assemble an edition now',
    text: 'It becomes a draft, which no rule sends.',
    sure: (numbers) => `Yes, in the place of number ${numbers}, which nobody has approved`,
    ask: (numbers) =>
      `Nothing was done: number ${numbers} is there, which nobody has approved, and a new one would take its place for good. Tick that, and assemble it then.`,
  },
};
