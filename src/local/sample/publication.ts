import type { SupportChanges } from '../../memberships/support/settings.ts';
import type { PublicationChanges } from '../../publication/publication.ts';

export const samplePublication: PublicationChanges = {
  name: 'The Dnipro Courier',
  tagline: 'Reporting from Ukraine and Europe, open to everyone',
  contactAddress: 'desk@courier.example',
  postalAddress: 'The Dnipro Courier\n12 Sample Embankment\n49000 Dnipro, Ukraine',
  language: 'en',
  timeZone: 'Europe/Kyiv',
  theme: { accent: '#0b5394', headingFont: 'serif', bodyFont: 'sans' },
  privacyText:
    'This is the privacy notice of a sample newsroom.\n\n# What we keep\n\nYour address, the newsletters you asked for, and the proof that you did. Your name, if you give it.\n\n# What we count\n\nHow often each link is followed, not by whom. There is no hidden picture that tells us whether you opened a mail.\n\n# How to end it\n\nWith one click in every edition. You can also write to desk@courier.example and have everything erased.',
  termsText:
    'The newsletters of this sample newsroom are free. They come when there is something to read, and not when there is not.',
  imprintText:
    'The Dnipro Courier (a sample)\n\n12 Sample Embankment, 49000 Dnipro, Ukraine\n\ndesk@courier.example\n\nResponsible for the content: Iryna Koval, editor, who is made up, like everything here.',
  isSample: true,
};

export const sampleSupport: SupportChanges = {
  title: 'Free for everyone, because some pay',
  why: 'The Dnipro Courier has no owner who tells it what to write, and no wall in front of what it reports. Readers pay for the work: each gives what they can, so that those who cannot may read it, too.\n\nPatrons also have a say. They suggest topics, and vote on what we cover next.',
  once: {
    eur: { suggested: [500, 1000, 2500, 5000], minimum: 200 },
    usd: { suggested: [500, 1000, 2500, 5000], minimum: 200 },
    uah: { suggested: [20_000, 50_000, 100_000], minimum: 5_000 },
  },
  bankTransfer:
    'The Dnipro Courier (a sample)\nIBAN UA00 0000 0000 0000 0000 0000 0000 0\nPurpose: support, and your email address',
  otherWays: [
    {
      label: 'Patreon',
      url: 'https://patreon.example/courier',
      text: 'If you are there already, we are, too.',
    },
    {
      label: 'Tell a friend',
      url: 'https://courier.example',
      text: 'A reader who comes through you is worth as much as a coffee.',
    },
  ],
  giftMonths: [3, 12],
};

export const sampleSender = {
  fromName: 'The Dnipro Courier',
  fromAddress: 'courier@courier.example',
  replyTo: 'desk@courier.example',
};

export const sampleNewsletters = {
  daily: {
    slug: 'morning',
    name: 'The Morning Courier',
    description: 'The day in Ukraine and Europe, every morning at half past six.',
    language: 'en',
    timeZone: 'Europe/Kyiv',
    preselected: true,
  },
  weekly: {
    slug: 'week',
    name: 'The Week in Review',
    description: 'The stories that last, on Saturdays.',
    language: 'en',
    timeZone: 'Europe/Kyiv',
    preselected: false,
  },
};

const asksOf = (publicUrl: string) => ({
  appeal: {
    title: 'Free for everyone, because some pay',
    text: 'There is no wall around our reporting. From the price of a coffee a month you keep it open for those who cannot pay, and you vote on what we cover next.',
    label: 'Become a patron',
    url: `${publicUrl}/support`,
    small: 'From €3 a month. You can stop whenever you like.',
  },
  thanks: {
    title: 'You made this edition possible',
    text: 'Thank you. Patrons paid for the journeys behind today’s stories, and everybody can read them.',
  },
});

/** How the sample newsletters assemble themselves; their appeals lead to our own page of support. */
export const sampleRules = (publicUrl: string) => ({
  daily: {
    enabled: true,
    assembleAt: '06:30',
    minArticles: 3,
    maxArticles: 15,
    leadCategories: ['Energy', 'Politics'],
    sections: [
      { title: 'Europe', categories: ['Europe'], cap: 3 },
      { title: 'Economy', categories: ['Economy'], cap: 3 },
      { title: 'Culture', categories: ['Culture'], cap: 2 },
    ],
    readAlso: 2,
    atDeadline: 'send' as const,
    deadlineMinutes: 30,
    ...asksOf(publicUrl),
  },
  weekly: {
    enabled: true,
    assembleAt: '09:00',
    weekdays: [6],
    minArticles: 5,
    maxArticles: 12,
    overlapHours: 0,
    readAlso: 2,
    atDeadline: 'hold-and-alert' as const,
    ...asksOf(publicUrl),
  },
});
