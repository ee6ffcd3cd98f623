import type { AfterWords } from './after-words.ts';

const quoted = (text: string | null): string => (text === null || text === '' ? '' : ` It said: “${text}”.`);
const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

const segments: Record<string, string> = {
  reader: 'a free reader',
  patron: 'a patron',
  appeal: 'asked for support',
};

/** The names of segments in words. */
function partsOf(names: string): string {
  const say = (name: string): string => {
    const [kind = '', argument = ''] = name.split(':');
    if (kind === 'tier') return `a patron of ${argument}`;
    if (kind === 'ballot') return 'with a vote';
    return kind === 'correction' ? 'having got what was wrong' : (segments[name] ?? name);
  };
  return names.split(', ').map(say).join(', ');
}

const suppressions: Record<string, string> = {
  unsubscribed: 'they have unsubscribed',
  complaint: 'they have complained of spam',
  'hard-bounce': 'mail to the address came back for good',
  erased: 'they asked to be erased',
  manual: 'staff have suppressed the address by hand',
};

export const en: AfterWords = {
  report: {
    title: 'Report',
    live: 'It is still on its way: these numbers grow.',
    liveLink: 'Watch it go out',
    pruned: (at) => `Only counts are kept since ${at}: nobody can be told apart any more.`,
    balance: 'What became of its readers',
    balanceText: 'Every reader is in exactly one line.',
    outcomes: {
      sent: 'Handed over',
      failed: 'Failed',
      suppressed: 'Not mailed, for a reason',
      uncertain: 'Uncertain',
      cancelled: 'Stopped before',
      pending: 'Still to go',
      eligible: 'All',
    },
    columns: { what: 'What', count: 'Readers', share: 'Share' },
    failures: {
      hard: 'the mailbox is not there',
      soft: 'refused for now, and for good in the end',
      expired: 'deferred until it expired',
      sender: 'refused for our own fault',
      unknown: 'refused, nobody knows why',
      '': 'not handed over in time',
    },
    suppressions: {
      unsubscribed: 'unsubscribed',
      complaint: 'complained of spam',
      'hard-bounce': 'mail came back for good',
      erased: 'erased',
      manual: 'suppressed by hand',
    },
    other: 'others',
    back: 'What came back',
    refused: 'Refused at once: no such mailbox',
    bounced: 'Came back later: no such mailbox',
    complained: 'Complaints of spam',
    unsubscribed: 'Unsubscribed by its link',
    faults: 'Came back for our own fault',
    nothingBack: 'Nothing has come back.',
    bounces: 'Bounces by reason',
    codes: {
      '1.1': 'no such mailbox',
      '1.2': 'no such domain',
      '1.3': 'the address is no address',
      '1.6': 'the mailbox has moved',
      '1.10': 'the domain takes no mail',
      '2.1': 'the mailbox is disabled',
      '2.2': 'the mailbox is full',
      '2.3': 'the message is too large',
      '3.4': 'the message is too large',
      '4.1': 'the server does not answer',
      '4.2': 'the connection broke',
      '4.4': 'the domain cannot be found',
      '4.7': 'it took too long',
      '7.0': 'refused by a rule of theirs',
      '7.1': 'refused by a rule of theirs',
      '7.26': 'our authentication does not pass',
    },
    noCode: 'no code was given',
    classes: { hard: 'for good', soft: 'for now', sender: 'our fault', unknown: 'unclear' },
    reason: 'Reason',
    destinations: 'By destination',
    texts: 'Which text went out',
    text: (number) => `Text ${number}`,
    clicks: 'Clicks by story',
    clickCount: 'Clicks',
    story: 'Story or link',
    frame: 'The edition as it was sent, with its clicks',
    modes: {
      off: 'This newsletter counts no clicks.',
      aggregate:
        'Counted for all readers together: the same link stands in every mail. Programs that name themselves are left out; those that pass for a browser, as some filters do, are not. How many readers clicked cannot be told, nor who.',
      person:
        'Counted for all readers together, and for those who agreed to it one by one. Of these it is known how many clicked; programs that name themselves are left out.',
    },
    likely: 'By people, as far as can be told',
    all: 'All, programs too',
    clickers: 'Readers who clicked, of those who agreed',
    picture:
      'The edition as it was sent, every part of it, whoever was shown it; at each story how often it was followed. The table has the same in numbers.',
    elsewhere: 'Other links',
    clicksOf: (count) => `${count} clicks`,
    noClicks: 'Nobody has clicked yet.',
    money: 'New patrons and money',
    moneyText:
      'What came by this edition’s own links to the page of support, renewals included. Who came another way later is not in it.',
    patrons: 'New patrons',
    given: 'Money',
    payments: (count, text) => (count === 1 ? '1 payment' : `${text} payments`),
    nothingGiven: 'Nothing was given by its links yet.',
    compared: 'Beside the editions before it',
    comparedText:
      'This edition is the last bar; the dashed line is what is usual for this newsletter, the middle of the others.',
    measures: {
      clicks: 'Clicks a mail',
      unsubscribes: 'Unsubscribed',
      bounces: 'No such mailbox',
      complaints: 'Complaints',
      patrons: 'New patrons',
    },
    plot: (measure, edition, value, usual) =>
      `${measure}: ${edition} ${value}. ${usual} The table below has all numbers.`,
    usual: (value) => `Usual is ${value}.`,
    first: 'It is the first edition, so there is nothing to compare it with.',
    inNumbers: 'In numbers',
    edition: 'Edition',
    subjects: 'The subjects that were tried',
    subjectsText:
      'Clicks, not readers, since links are the same for all. Who clicks does so about twice, which the interval allows for.',
    subject: 'Subject',
    clicked: 'Clicks a mail',
    interval: 'Interval (95 % for all of them together)',
    better: (best, other, low, high) =>
      `“${best}” was clicked more than “${other}”: by ${low} to ${high} of a mail, which is more than chance.`,
    chance: (best, other, low, high) =>
      `Between “${best}” and “${other}” there is no difference that could not be chance (${low} to ${high}).`,
    csv: 'This report as CSV',
    historyCsv: 'These editions as CSV',
    whyTitle: 'Why did, or didn’t, this reader get this?',
    whyText: 'Give the address of a reader, whether they are in the list or not.',
    address: 'E-mail address',
    whyButton: 'Why?',
    corrections: 'Corrections',
  },
  people: {
    kinds: {
      eligible: 'All readers of this edition',
      sent: 'Handed over',
      failed: 'Failed',
      suppressed: 'Not mailed, for a reason',
      uncertain: 'Uncertain',
      cancelled: 'Stopped before',
      pending: 'Still to go',
      waiting: 'Waiting their turn',
      deferred: 'Deferred: tried again later',
      bounced: 'Came back later: no such mailbox',
      reported: 'Bounces of every reason',
      faults: 'Came back for our own fault',
      complained: 'Complained of spam',
      unsubscribed: 'Unsubscribed by its link',
      clicked: 'Clicked, of those who agreed to be counted',
      patrons: 'Became patrons by its links',
    },
    text: 'Each name leads to what happened with this edition.',
    search: 'Search',
    others: 'Readers behind another number',
    beginning: 'Address begins with',
    beginningHint: 'three letters or more',
    columns: { who: 'Reader', state: 'State', when: 'When', detail: 'What was said' },
    erased: 'erased',
    empty: { title: 'There is nobody', text: 'Nobody stands behind this number.' },
    noneFound: { title: 'None is like this', text: 'Nobody of these has an address that begins so.' },
    pruned: {
      title: 'Only counts are kept',
      text: 'The detail of this edition is pruned; nobody can be told apart any more.',
    },
    why: (address) => `What happened with ${address}`,
    csv: 'This list as CSV',
    csvText: 'For owners, after signing in again.',
    resend: 'Send to these again…',
    all: 'All',
  },
  why: {
    title: (address) => `This edition and ${address}`,
    verdicts: {
      yes: 'They got it',
      no: 'They did not get it',
      'not-yet': 'They are still to get it',
      unknown: 'It is not known',
    },
    answers: {
      sent: ({ at, relay, reply }, time) =>
        `It was handed over at ${time(at)}${relay === null ? '' : ` over ${relay}`}, and nothing has come back.${quoted(reply)}`,
      'bounced-later': ({ at, back, reply, hard }, time) =>
        `It was handed over at ${time(at)}, and came back at ${time(back)}${hard ? ' for good' : ''}.${quoted(reply)}`,
      uncertain: ({ at, reason }, time) =>
        `It was on its way at ${time(at)} when the answer was lost${reason === null ? '' : ` (${reason})`}: they may have it or not. It is not sent again by itself, since they might get two.`,
      'in-hand': ({ since }, time) => `It is being handed over since ${time(since)}.`,
      queued: ({ paused, reason }) =>
        paused
          ? `It waits: the send is paused${reason === null ? '' : ` (${reason})`}.`
          : 'It waits its turn; the send goes on.',
      morning: ({ dueAt }, time) => `It is held for an hour of their own: ${time(dueAt)}.`,
      deferred: ({ attempts, nextAt, reply, reason }, time) =>
        `It was put off by the other side, or for its sake, ${times(attempts)}; it is tried again at ${time(nextAt)}.${quoted(reply ?? reason)}`,
      refused: ({ at, reply }, time) => `It was refused for good at ${time(at)}.${quoted(reply)}`,
      'our-fault': ({ at, reply }, time) =>
        `It was refused at ${time(at)} for a fault of ours, not of the reader’s.${quoted(reply)}`,
      expired: ({ attempts, reply, expiresAt }, time) =>
        attempts === 0
          ? `It was not handed over before it expired at ${time(expiresAt)}.`
          : `It was put off ${times(attempts)} and expired at ${time(expiresAt)}.${quoted(reply)}`,
      suppressed: ({ reason, at, before, lifted }, time) =>
        `It was not sent, because ${suppressions[reason] ?? reason}${at === null ? '' : `, at ${time(at)}`}${before ? '' : ', while the edition went out'}.${lifted === null ? '' : ` That was lifted at ${time(lifted)}.`}`,
      cancelled: ({ at, by }, time) =>
        `The send was stopped before it came to them${at === null ? '' : `, at ${time(at)}`}${by === null ? '' : ` by ${by}`}.`,
      'not-launched': ({ state }) => `This edition has not gone out: it is ${state}.`,
      pruned: ({ since }, time) =>
        `Nobody can say any more: of this edition only counts are kept since ${time(since)}.`,
      'unknown-address': () => 'Nobody subscribes with this address, and nobody did when it went out.',
      erased: ({ at }, time) => `Whoever had this address asked to be erased at ${time(at)}.`,
      'not-subscribed': () => 'They never subscribed to this newsletter.',
      unconfirmed: ({ since }, time) =>
        `They asked for this newsletter${since === null ? '' : ` at ${time(since)}`} and never confirmed it.`,
      'confirmed-after': ({ at, launchedAt }, time) =>
        `They confirmed at ${time(at)}, after the readers were counted at ${time(launchedAt)}.`,
      'left-before': ({ at }, time) =>
        `They had left the newsletter${at === null ? '' : ` at ${time(at)}`}, before it went out.`,
      'not-corrected': () => 'It was a correction, and they had not got what was wrong.',
      unclear: () =>
        'They subscribed then, and are not among those whom it was addressed to. They may have left and come back since; the log of the person tells.',
    },
    facts: {
      text: ({ revision, of }) => `They got text ${revision} of ${of}.`,
      subject: ({ subject, variant }) => `Subject ${variant + 1}: “${subject}”.`,
      parts: ({ names }) => `Shown as: ${partsOf(names)}.`,
      appeal: ({ decision }) => `Asked for support: ${en.why.appeals[decision] ?? decision}.`,
      complained: ({ at }, time) => `They complained of spam at ${time(at)}.`,
      left: ({ at }, time) => `They unsubscribed by its link at ${time(at)}.`,
      clicked: ({ at, times: count }, time) => `They clicked ${times(count)}, first at ${time(at)}.`,
      'suppressed-since': ({ reason, at }, time) =>
        `Since ${time(at)} nothing is sent any more: ${suppressions[reason] ?? reason}.`,
      again: ({ attempts }) => `It was tried ${times(attempts)}.`,
    },
    suppressions,
    appeals: {
      shown: 'yes',
      patron: 'no, a patron',
      'recent-gift': 'no, gave lately',
      'recent-failure': 'no, a payment failed lately',
      'recent-cancellation': 'no, ended a membership lately',
      'quiet-edition': 'no, nobody was, because of its lead',
      cap: 'no, was asked often enough lately',
      'held-back': 'no, held back by chance, to measure what asking brings',
    },
    attempts: 'Each attempt',
    columns: { at: 'When', outcome: 'Outcome', relay: 'Relay', reply: 'What was said' },
    states: {
      waiting: 'Waits',
      sending: 'In hand',
      deferred: 'Deferred',
      sent: 'Handed over',
      failed: 'Failed',
      suppressed: 'Suppressed',
      uncertain: 'Uncertain',
      cancelled: 'Stopped',
      active: 'Active',
      'past-due': 'Payment open',
      paused: 'Rests',
      ended: 'Ended',
      incomplete: 'Not paid yet',
    },
    another: 'Another reader',
    reader: 'The reader',
    said: 'What servers say is as they said it.',
  },
};
