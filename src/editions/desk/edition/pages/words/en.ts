import { letterOf } from '../../../../subjects/subject-test.ts';
import type { EditionWords } from './edition-words.ts';

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
    faults: {
      'no-subject': () => 'The mail has no subject.',
      'long-subject': ({ length, most, subject }) =>
        `${subject === null ? 'The subject' : `Subject ${letterOf(subject)}`} has ${length} characters; mail programs show about ${most}.`,
      'equal-subjects': () => 'Two of the subjects that are tried are the same.',
      'same-subject': ({ number }) => `The subject is the same as that of number ${number}.`,
      'no-preheader': () => 'There is no preheader, the line that mail programs show behind the subject.',
      'no-postal-address': () =>
        'The publication has no postal address, which the law asks for in each mail.',
      'no-blocks': () => 'There is nothing in it.',
      'no-footer': () => 'There is no footer, where readers unsubscribe.',
      'empty-block': ({ block }) => `Block ${block + 1} says nothing.`,
      'picture-without-words': ({ title }) =>
        `The picture of “${title}” has no words for those who do not see it.`,
      'private-link': ({ title, host }) => `“${title}” leads to ${host}, where readers cannot go.`,
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
    to: 'To',
    you: 'you',
    button: 'Send the test',
    sent: 'The test is on its way.',
  },
};

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
