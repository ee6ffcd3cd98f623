import type { SubjectWords } from './subject-words.ts';

export const en: SubjectWords = {
  title: 'Subjects',
  back: 'The edition',
  text: 'One subject goes to all readers. Two or three are each tried on some of them, and the rest gets the one that was clicked most.',
  rule: (clicks) =>
    `Said beforehand: another subject takes the place of A only where it is clicked clearly more often than A (by chance it would be once in twenty), and with at least ${clicks} clicks in all. Else A goes to the rest. Never later than four hours before the edition expires.`,
  approved: 'The edition is approved. A change here takes that back.',
  alertWaits:
    'This newsletter is for alerts. A test keeps all but the tested waiting for its end; with one subject, an alert reaches everybody at once.',
  clicksOff:
    'This newsletter counts no clicks, so nothing could be compared: all readers would get A at once.',
  saved: 'Saved.',
  subject: (letter) => `Subject ${letter}`,
  preheader: 'Preheader',
  preheaderHint: 'empty: as A’s',
  optional: 'empty: none',
  share: {
    label: 'Tried on',
    some: (percent) => `${percent} of the readers`,
    all: 'All readers: the result is only to learn from',
    group: (readers) => `${readers} a subject`,
    tells: (lead) => `tells a lead of ${lead} and more`,
    tellsNothing: 'tells nothing',
  },
  basis: (subjects, readers) =>
    `Of ${readers} readers, with ${subjects} subjects. Readers who chose their own morning are not among the tested.`,
  rate: (clicks) => `The last editions had ${clicks} clicks a hundred mails.`,
  assumed: (clicks) => `Nothing was counted yet; ${clicks} clicks a hundred mails are usual.`,
  tooSmall:
    'This list is too small: which subject is clicked more would be chance. Choose the better one yourself.',
  wait: {
    label: 'Wait',
    hint: 'from when the tested have been sent to',
    minutes: (count) => `${count} minutes`,
    hours: (count) => (count === 1 ? '1 hour' : `${count} hours`),
  },
  button: 'Save',
  inbox: {
    title: 'In a list of mails on a phone',
    text: 'What is cut off here most readers never see.',
    now: 'now',
  },
  test: {
    title: 'The test',
    caption: 'What came of each subject',
    columns: {
      subject: 'Subject',
      readers: 'Tried on',
      sent: 'Have it',
      clicks: 'Clicks',
      rate: 'A hundred mails',
    },
    goingOut: (latest) => `It is still going out to the tested. It is decided by ${latest} at the latest.`,
    decidedAt: (time) => `It is decided at ${time}.`,
    paused: 'The send is paused. Nothing is decided before it goes on.',
    cancelled: 'The send was cancelled before anything was decided.',
    over: 'The send is over and nothing was decided.',
    winner: (letter) => `${letter} went to the rest.`,
    reasons: {
      clear: 'It was clicked clearly more often than A.',
      'first-is-best': 'It was clicked most.',
      'not-clear': 'Another was clicked more often, and not clearly: that may be chance.',
      'few-clicks': 'There were too few clicks to tell.',
      'nobody-tested': 'There was nobody, or not yet, to try each subject on.',
      chosen: 'Somebody chose it.',
    },
    untested: 'No click is counted in this edition: all readers get A.',
  },
  choose: {
    label: 'Do not wait',
    link: (letter) => `Send ${letter} to the rest…`,
    title: (letter) => `Send ${letter} to the rest?`,
    text: 'The test ends, and everybody who waits gets this subject now. That cannot be taken back.',
    button: 'Send it to the rest',
    back: 'Go on waiting',
    done: 'The rest goes out.',
  },
  correct: 'Correct the words',
  correctText:
    'Who is not sent to yet gets them once the correction is approved and let out. How they are tried stays.',
  nothingTried: 'The edition went out with one subject.',
};
