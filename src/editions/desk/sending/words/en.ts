import type { SendingWords } from './sending-words.ts';

const seconds = (count: number): string => (count === 1 ? '1 second' : `${count} seconds`);

export const en: SendingWords = {
  approveTitle: 'Approve this edition?',
  sendTitle: 'Send this edition?',
  approveText: 'This text is frozen, and no other goes out.',
  sendText: 'It is approved in this text.',
  mail: 'The mail',
  stories: 'Stories',
  mend: 'To where each is mended',
  warnings: 'May stand, but look',
  cannot: 'It cannot be approved before this is mended',
  readers: (count, shown, newsletter) =>
    count === 0
      ? `Nobody reads ${newsletter} yet.`
      : `${shown} ${count === 1 ? 'reader' : 'readers'} of ${newsletter} will get it.`,
  told: (count, shown, title) => {
    const correction = title === '' ? 'a correction' : `the correction “${title}”`;
    return count === 0
      ? `Nobody is left to be shown ${correction}.`
      : `${shown} of them got what was wrong, and ${count === 1 ? 'is' : 'are'} shown ${correction}.`;
  },
  changed:
    'It was changed since you began to look. This is how it is now, and what you would approve: look at it again for each kind of reader.',
  ownMorning: 'Who has chosen their own morning gets it when their clock shows the same time.',
  approveForSlot: (at) => `Approve: it goes out at ${at}`,
  approveAndSend: 'Approve and send now',
  sendNow: 'Send now',
  approveOnly: 'Approve only',
  goesAt: (at) => `It goes out at ${at}.`,
  grace: (count) =>
    `What is sent now waits ${seconds(count)} first, in which it can be stopped with nothing sent.`,
  noGrace: 'What is sent now goes out at once.',
  atTitle: 'At another time',
  at: 'Day and time',
  zone: 'By the clock of',
  ownZones: 'Here',
  allZones: 'Elsewhere',
  atButton: 'Send then',
  badTime: 'Nothing was done: give a day and a time, and a zone of the list.',
  past: 'Nothing was done: that time is past. Give one to come.',
  unclear: {
    title: 'Which time do you mean?',
    twice: (time, zone) =>
      `Clocks in ${zone} are put back that day, and show ${time} twice. Nothing is done yet.`,
    never: (time, zone) =>
      `Clocks in ${zone} are put forward that day, and never show ${time}. Nothing is done yet.`,
    choose: (time, offset) => `${time} (UTC${offset})`,
  },
  second: {
    title: 'Somebody else approves it',
    own: (others) =>
      `You changed it last, or wrote a correction in it, and its newsletter wants a second pair of eyes: ${others}.`,
    nobody:
      'You changed it last, or wrote a correction in it, and its newsletter wants a second pair of eyes, but there is no other owner or editor. Invite one, or let one person approve.',
  },
  leaving: {
    title: 'About to go out',
    soon: (count) => `It goes out ${count}.`,
    now: 'It goes out at this moment.',
    to: (count, shown, newsletter) => `To ${shown} ${count === 1 ? 'reader' : 'readers'} of ${newsletter}.`,
    stop: 'Stop, I saw something',
    text: 'Stopped in time, nothing is sent to anybody, and it waits for approval again. Stopped a moment too late, it is paused where it is.',
    stoppedTitle: 'Stopped. Nothing was sent.',
    stoppedText: 'The edition waits for approval again.',
    edition: 'To the edition',
  },
  today: 'To Today',
};
