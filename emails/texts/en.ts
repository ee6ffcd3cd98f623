import type { Texts } from './texts.ts';

export const en: Texts = {
  by: (author) => `By ${author}`,
  readAlso: 'Read also',
  updated: 'Updated',
  number: (number) => `No. ${number}`,
  photo: (credit) => `Picture: ${credit}`,
  photos: (credit) => `Pictures: ${credit}`,
  moreHeadlines: 'More headlines',
  preferences: 'Preferences',
  unsubscribe: 'Unsubscribe',
  viewOnline: 'View online',
  subscribe: 'Subscribe',
  noButton: 'If the button does not work, open this address:',
  why: (newsletter, address) =>
    `You receive ${newsletter} because ${address} subscribed to it and confirmed.`,
  whyAsked: 'Why do I see this?',
  forPatrons: 'For patrons',
  support: 'Become a patron',
  correction: { title: 'Correction', wrong: 'What we wrote', right: 'What is right' },
  privacy: 'Privacy',
  confirm: {
    subject: (publication) => `Please confirm your subscription to ${publication}`,
    title: 'One click, and you are in',
    text: (publication) =>
      `Somebody, probably you, asked for newsletters of ${publication} at this address. Please confirm that it was you.`,
    button: 'Confirm the subscription',
    small: 'If it was not you, ignore this mail: nothing will be sent to you. The link works for 48 hours.',
    chosen: 'What was asked for:',
  },
  welcome: {
    subject: (publication) => `Welcome to ${publication}`,
    title: 'You are subscribed',
    hello: (name) => (name === '' ? 'Good to have you here.' : `Good to have you here, ${name}.`),
    text: (publication) =>
      `Everything ${publication} reports is free and open to everyone, and from now on it comes to you.`,
    button: 'Choose what you get',
    small: 'This link is yours alone: with it you change newsletters, your name and the language, or leave.',
    chosen: 'What you will get:',
  },
  already: {
    subject: (publication) => `You are subscribed to ${publication} already`,
    title: 'You are on the list already',
    text: (publication) =>
      `Somebody, probably you, asked for newsletters of ${publication} at this address. It gets them already, so there is nothing to do.`,
    button: 'See your newsletters',
    small: 'If a newsletter does not arrive, check the spam folder and mark it as wanted.',
  },
  signIn: {
    subject: (publication) => `Your link to sign in to ${publication}`,
    title: 'Sign in',
    text: (publication) =>
      `With this button you sign in to your account at ${publication}. It works once, within 15 minutes.`,
    button: 'Sign in',
    code: 'Or type this code on the page where you asked for it:',
    small:
      'If you did not ask for it, ignore this mail: without it nobody can sign in. Never tell the code to anybody.',
  },
  invoiceStuck: {
    subject: (publication) => `Stripe could not finish an invoice of ${publication}`,
    title: 'An invoice could not be finished',
    text: (publication) =>
      `Stripe could not finalise the invoice of a membership of ${publication}. Nothing is charged for it until somebody sees to it, and the membership stays as it is. Stripe says why on the page of the invoice; often its automatic tax lacks an address.`,
    button: 'Open the invoice at Stripe',
    small: 'Set right there what it names, and finalise the invoice. This mail comes once for an invoice.',
  },
  stripeRefused: {
    subject: (publication) => `Stripe refuses the key of ${publication}`,
    title: 'Stripe refuses our key',
    text: (publication) =>
      `${publication} can no longer see at Stripe who pays, and nobody can become a patron. Payments that run at Stripe go on; they are caught up with once there is a key again.`,
    button: 'Open the keys at Stripe',
    small:
      'Make a new secret key there, set it as STRIPE_SECRET_KEY, restart, and run: broadsheet memberships reconcile. This mail comes once a day at the most.',
  },
};
