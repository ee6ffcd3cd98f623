import type { DeskEditionWords } from './desk-edition-words.ts';

const articles = (count: number): string => (count === 1 ? '1 new article' : `${count} new articles`);
const payments = (count: number): string => (count === 1 ? '1 payment' : `${count} payments`);

export const en: DeskEditionWords = {
  title: 'Today',
  next: 'Coming up',
  last: 'Gone out',
  states: {
    planned: 'Will assemble itself',
    due: 'Assembling',
    draft: 'Needs approval',
    held: 'Held, needs approval',
    approved: 'Approved',
    scheduled: 'Approved, goes out by itself',
    launched: 'Launched',
    cancelled: 'Cancelled',
    launching: 'Being launched',
    sending: 'Going out',
    paused: 'Paused',
    finished: 'Sent',
    stopped: 'Stopped',
  },
  noSubject: 'No subject yet',
  emptyNext: {
    title: 'Nothing is coming up',
    text: 'A digest assembles itself at its newsletter’s time, from what the sources bring. No newsletter does that yet, and no edition is in preparation.',
  },
  emptyLast: { title: 'Nothing has gone out yet', text: 'What was sent stands here, with its numbers.' },
  now: 'Now',
  waits: 'Waits',
  skipped: 'Why there was no edition',
  alerts: {
    title: 'Needs a look',
    none: 'Nothing needs a look.',
    source: (title, times) => `The source “${title}” could not be read, ${times} times in a row.`,
    relayResting: (name, until) => `The relay ${name} rests until ${until}.`,
    relayServiceOnly: (name, until) => `The relay ${name} takes no more editions until ${until}.`,
    relayFailing: (name) => `The relay ${name} fails.`,
    relayMissing: (name, setting) => `The relay ${name} has no password here: ${setting} is not set.`,
    cooling: (destination, perMinute, relay, until) =>
      perMinute === 0
        ? `${destination} gets nothing over ${relay} until ${until}.`
        : `${destination} gets only ${perMinute} a minute over ${relay} until ${until}.`,
    breach: (edition) => `${edition} has come to a limit.`,
    payments: (open, lost) =>
      lost === 0
        ? `${payments(open)} of patrons failed in 30 days and ${open === 1 ? 'is' : 'are'} still open.`
        : `${payments(open)} of patrons failed in 30 days and ${open === 1 ? 'is' : 'are'} still open; ${lost} more ${lost === 1 ? 'is' : 'are'} lost.`,
    notAssembled: (newsletter, at) =>
      `${newsletter} was to assemble itself at ${at}, and has not: is a worker running?`,
    deadline: (edition) => `${edition} was not approved in time, and is held.`,
    missedRun: (newsletter, day) =>
      `${newsletter} of ${day} was not assembled: nothing ran at its time, and now it is too late to do so by itself.`,
    look: 'Look at it',
    openSource: 'Open it',
    assembleNow: 'Assemble it now',
    missedSend: (edition, at) =>
      `${edition} was to go out at ${at}, and nothing ran then. It is approved, and waits for somebody to say when.`,
  },
  planned: {
    title: (newsletter) => `Next edition of ${newsletter}`,
    enough: (newArticles) => `${articles(newArticles)} so far.`,
    tooFew: (newArticles, needed) =>
      `${newArticles === 0 ? 'No new article' : articles(newArticles)} so far; with fewer than ${needed} there is no edition.`,
    deadline: (until, rule) =>
      `To be approved by ${until}; otherwise ${{ 'hold-and-alert': 'it is held, and editors get a mail', hold: 'it is held', send: 'it is sent by the rule' }[rule]}.`,
    goes: (at) => `Approved, it goes out at ${at}.`,
    due: 'It is being assembled.',
  },
  draft: {
    before: {
      'hold-and-alert': (at) => `Approve it by ${at}; otherwise it is held, and editors get a mail.`,
      hold: (at) => `Approve it by ${at}; otherwise it is held.`,
      send: (at) => `At ${at} it is sent by the rule, if it has no fault and nobody holds it.`,
    },
    goes: (at) => `Approved by then, it goes out at ${at}.`,
    after: 'Its deadline has passed: it is held until somebody approves it.',
    problem: 'The rule could not send it:',
    held: 'Somebody holds it: it goes out only once it is approved.',
    byHand: 'Assembled by hand: it waits for approval, and no rule sends it.',
    givesWay: (at) => `If nobody approves it, the next edition takes its place at ${at}.`,
    missing: 'To be mended first',
    complete: 'Nothing is missing.',
  },
  approved: {
    by: (name) => `Approved by ${name}.`,
    byRule: 'Approved by the rule at its deadline.',
    goes: (at) => `It goes out at ${at}.`,
    waits: 'It goes out once somebody says when.',
    missed: (at) => `It was to go out at ${at}, and nothing ran then: it goes out once somebody says when.`,
  },
  drift: {
    changed: (title) => `“${title}” has changed at its source since.`,
    vanished: (title) => `“${title}” has vanished at its source since.`,
  },
  live: {
    progress: (sent, eligible) => `${sent} of ${eligible} handed over`,
    pending: (count) => `${count} still to go`,
    expires: (at) => `What is not through by ${at} is not sent any more.`,
    held: (until) => `It waits until ${until}.`,
    reason: 'Why:',
  },
  figures: {
    picture: (edition, sent, eligible) => `${edition}: ${sent} of ${eligible} handed over`,
    handedOver: (sent, eligible) => `${sent} of ${eligible} handed over`,
    table: 'In numbers',
    columns: { what: 'What became of them', count: 'Readers', share: 'Share' },
    sent: 'Handed over',
    failed: 'Failed',
    suppressed: 'Not mailed, for a reason',
    uncertain: 'Uncertain',
    cancelled: 'Stopped before',
    pending: 'Still to go',
    eligible: 'All',
    bounces: 'Mailboxes gone',
    complaints: 'Complaints',
    clicks: 'Clicks',
  },
  acts: {
    approve: 'Approve…',
    schedule: 'Send…',
    unschedule: 'Take its time back',
    hold: 'Hold',
    discard: 'Take off…',
    pause: 'Pause',
    resume: 'Go on',
    stop: 'Stop…',
  },
  edit: 'Edit',
  about: (act, edition) => `${act} ${edition}`,
  read: 'Read it',
  watch: 'Watch it go out',
  report: 'Report',
  corrections: 'Corrections',
  all: 'All editions',
  done: {
    approve: 'It is approved.',
    scheduled: 'It is approved and goes out at its time. Until then, Hold takes that back.',
    schedule: 'It goes out at its time. Until then, Hold takes that back.',
    unschedule: 'It stays approved, and goes out once somebody says when.',
    begun: 'It goes out.',
    paused: 'It had begun to go out. What was not sent yet is paused.',
    over: 'It had gone out to everybody already.',
    hold: 'It is held. Approving it lets it go again.',
    discard: 'It is taken off the line.',
    pause: 'It is paused. Go on lets it go on where it was.',
    resume: 'It goes on.',
    stop: 'It is stopped for good.',
  },
  meanwhile: (state) =>
    `Nothing was done: the edition has changed since you opened the page, and is now “${state}”. Look at it again.`,
  stopping: {
    title: 'Stop this send for good?',
    text: (sent, pending) =>
      `${sent} have it already and keep it; ${pending} will not get it. This cannot be taken back. A pause can.`,
    pause: 'Only pause it',
  },
  discarding: {
    title: 'Take this edition off the line?',
    text: 'It will not go out, and cannot be brought back. Its articles are free for the next edition.',
  },
  resuming: {
    title: 'Go on all the same?',
    text: 'A limit keeps this send from going on. Find out why first: what comes back harms every later edition too.',
    button: 'Go on all the same',
  },
  back: 'Back',
};
