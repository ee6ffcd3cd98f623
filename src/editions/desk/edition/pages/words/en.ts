import { letterOf } from '../../../../../text/letter-of.ts';
import type { DeadLink } from '../../../../faults.ts';
import type { EditionWords } from './edition-words.ts';

// A link that leads elsewhere than it should, and what to do about it.
const deadLinks: Record<DeadLink, (status: number) => string> = {
  gone: (status) => `the page is not there (${status}). Mend the link or take it out.`,
  'server-error': (status) => `the server fails (${status}). Look at it again before the send.`,
  login: () => 'it leads to a sign-in, where readers cannot go. Take an address that is open to all.',
  home: () => 'it leads to the front page instead of the story. Mend the link.',
  refuses: (status) => `the server answers programs with ${status}. Follow the link yourself.`,
  timeout: () => 'the server does not answer in time. Look at it again before the send.',
  unreachable: () => 'the server cannot be reached. Mend the link or take it out.',
};

export const en: EditionWords = {
  noSubject: 'No subject yet',
  noPreheader: 'No preheader yet',
  edit: 'Edit',
  back: 'All editions',
  subjects: { one: 'Try several subjects', tried: 'The test of subjects' },
  facts: {
    newsletter: 'Newsletter',
    state: 'State',
    sendAt: 'Goes out',
    launchedAt: 'Went out',
    from: 'From',
    replyTo: 'Answers go to',
  },
  mail: {
    title: 'The mail',
    draft: 'The draft as it stands now.',
    approved: 'The approved text: what goes out.',
    launched: 'The text that went out.',
    corrected: 'Its words as they are now: who is left gets them once they are approved and let out.',
    toCorrected: 'Show its words as they are now',
    toLaunched: 'Show what went out',
    none: 'There is no mail to show before this is mended.',
    frame: (reader) => `The mail: ${reader}`,
    inert: 'Links here and in a test act for nobody. Where they lead stands with the blocks.',
  },
  reader: {
    label: 'Shown as',
    asked: 'Free reader, asked for support',
    reader: 'Free reader, not asked',
    patron: 'Patron',
    tier: (name) => `Patron, ${name}`,
    archived: (name) => `Patron, ${name} (no longer offered)`,
    correction: (title) => `Free reader who got what was wrong${title === '' ? '' : `: ${title}`}`,
    show: 'Show',
    person: 'As one reader sees it',
    address: 'E-mail address of a reader',
    personShow: 'Show theirs',
    nobody: (address) => `Nobody subscribes with ${address}.`,
  },
  forms: { label: 'Form', desktop: 'Desktop', phone: 'Phone', text: 'Plain text' },
  schemes: {
    label: 'Colours',
    light: 'Light',
    dark: 'Dark',
    darkNote:
      'These are the mail’s own dark colours, as Apple Mail and others show them. Gmail’s apps and Outlook on Windows make colours of their own, which look a little different.',
  },
  preFlight: {
    title: 'Pre-flight',
    none: 'Nothing to mend was found.',
    stop: 'Must be mended',
    warning: 'Worth a look',
    kilobytes: (count) => `${count} KB`,
    size: (size, limit) => `${size} of the ${limit} after which Gmail cuts a mail off`,
    over: 'It has gone out as it was approved.',
    outside: {
      label: 'What others are asked',
      checking: 'checking…',
      again: 'Look again',
      links: {
        name: 'Links',
        done: (count) => (count === 1 ? 'one, looked at' : `all ${count} looked at`),
        some: (done, total) => `checking… ${done} of ${total}`,
        none: 'none',
        oldest: (time) => `since ${time}`,
      },
      pictures: {
        name: 'Pictures',
        sum: (count, size) => `${count}, together ${size}`,
        none: 'none',
      },
      filter: {
        name: 'SpamAssassin',
        points: (points, required) => `${points} points; from ${required} on it is spam`,
        absent: 'not installed where the worker runs, so nobody has asked it',
        failed: 'it could not be asked',
        rules: 'What it counts',
        columns: { points: 'Points', rule: 'Rule' },
      },
      sender: {
        name: 'Sender',
        done: 'authenticated',
        faults: 'see above',
        excused: 'not asked: mail goes to this machine only',
      },
    },
    faults: {
      'no-subject': () => 'The mail has no subject.',
      'long-subject': ({ length, most, subject }) =>
        `${subject === null ? 'The subject' : `Subject ${letterOf(subject)}`} has ${length} characters; mail programs show about ${most}.`,
      'alert-waits': ({ share, minutes }) =>
        `This is an alert that tries its subjects: ${100 - share} of a hundred of its readers wait ${minutes} minutes and more for it. One subject reaches all at once.`,
      'equal-subjects': () => 'Two of the subjects that are tried are the same.',
      'same-subject': ({ number }) => `The subject is the same as that of number ${number}.`,
      'set-aside': ({ count }) =>
        count === 1
          ? 'Two people wrote the same text at once, and nobody has chosen yet: one of the two is kept aside.'
          : `${count} texts are kept aside, since two people wrote them at once and nobody has chosen yet.`,
      'no-preheader': () => 'There is no preheader, the line that mail programs show behind the subject.',
      'no-postal-address': () =>
        'The publication has no postal address, which the law asks for in each mail. An owner sets it on the page of the sender.',
      'no-blocks': () => 'There is nothing in it.',
      'no-footer': () => 'There is no footer, where readers unsubscribe.',
      'empty-block': ({ block }) => `Block ${block + 1} says nothing.`,
      'picture-without-words': ({ title }) =>
        `Nobody has described the picture of “${title}”: who does not see it hears the headline twice.`,
      'private-link': ({ title, host }) => `“${title}” leads to ${host}, where readers cannot go.`,
      'dead-link': ({ title, why, status }) => `“${title}”: ${deadLinks[why](status ?? 0)}`,
      'heavy-picture': ({ title, bytes, most }, size) =>
        `The picture ${title} has ${size(bytes)}; ${size(most)} are enough. Take a smaller one.`,
      'heavy-pictures': ({ bytes, most }, size) =>
        `All pictures together have ${size(bytes)}; on a phone ${size(most)} are much already. Take some out.`,
      contrast: ({ accent, shown, ratio, least }) =>
        `The publication’s colour ${accent} can hardly be read on a light ground (${ratio.toFixed(1)} to 1, and ${least} are needed), so links and buttons have ${shown} instead. An owner chooses another one on the page of the sender.`,
      disliked: ({ points, required }) =>
        `SpamAssassin gives the mail ${points} points, and from ${required} on it is spam. See below what it counts.`,
      'sender-not-authenticated': ({ check, detail, fix }) =>
        `The sender, ${check}: ${detail}.${fix === null ? '' : ` Publish: ${fix}`}`,
      'article-changed': ({ title }) => `“${title}” has changed at its source since.`,
      'article-vanished': ({ title }) => `“${title}” has vanished at its source.`,
      audience: ({ detail }) => `${capital(detail)}.`,
      'many-audiences': ({ count, most }) =>
        `It tells ${count} kinds of readers apart; ${most} at the most. Take ballots out, or parts for one tier.`,
      'ballot-not-open': ({ detail }) => `${capital(detail)}.`,
      'cut-off': ({ bytes }, size) =>
        `The mail has ${size(bytes)}: Gmail would cut it off. Take stories out.`,
      'nearly-cut-off': ({ bytes }, size) => `The mail has ${size(bytes)}, close to where Gmail cuts it off.`,
      'not-rendered': ({ detail }) => `The mail cannot be made: ${detail}`,
    },
  },
  blocks: {
    title: 'What it is made of',
    text: 'In the order of the mail, with where each link leads.',
    none: 'There is nothing in it yet.',
    kinds: {
      lead: 'Lead',
      article: 'Story',
      section: 'Section',
      headlines: 'Headlines',
      'read-also': 'Read also',
      note: 'Note',
      divider: 'Divider',
      appeal: 'Appeal',
      thanks: 'Thanks',
      ballot: 'Ballot',
      'patrons-only': 'For patrons',
      correction: 'Correction',
      footer: 'Footer',
    },
    audiences: {
      reader: 'who do not pay',
      patron: 'patrons',
      appeal: 'who are asked',
      ballot: 'who may vote',
      correction: 'who got what was wrong',
      tier: (slug) => `patrons of ${slug}`,
    },
    more: (count) => (count === 1 ? '1 link' : `${count} links`),
  },
  notes: 'Notes of the assembly',
  test: {
    title: 'Send a test',
    text: (reader) =>
      `As “${reader}” gets it, with [Test] before the subject. It is counted nowhere, and its links act for nobody.`,
    corrected: 'It has the words of the edition as they are now, not those that are going out.',
    to: 'To',
    you: 'you',
    button: 'Send the test',
    sent: 'The test is on its way.',
  },
};

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
