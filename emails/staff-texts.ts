import { wordsIn } from '../languages/index.ts';
interface Mailed {
  subject: (publication: string) => string;
  title: string;
  button: string;
  small: string;
}

type RoleName = 'owner' | 'editor' | 'reporter' | 'analyst';

/** The words of mails to who works at the desk; in other languages than these they are English. */
export interface StaffTexts {
  roles: Record<RoleName, string>;
  invitation: Mailed & { text: (publication: string, role: string) => string };
  signIn: Mailed & { text: (publication: string) => string; code: string };
  newDevice: Mailed & {
    text: (publication: string) => string;
    device: string;
    unknown: string;
    place: string;
    at: string;
    advice: string;
  };
  /** What owners are told of each change that a thief would make. */
  changed: { by: string; at: string; advice: string };
  senderChanged: Mailed & { text: (whose: string) => string; before: string; after: string };
  keyMade: Mailed & { text: (publication: string) => string; name: string; scopes: string };
  /** An edition that nobody has approved in time, to all who may approve it. */
  editionHeld: {
    subject: (publication: string, newsletter: string) => string;
    title: string;
    text: (newsletter: string, number: number) => string;
    why: string;
    button: string;
    small: string;
  };
}

const en: StaffTexts = {
  roles: { owner: 'owner', editor: 'editor', reporter: 'reporter', analyst: 'analyst' },
  invitation: {
    subject: (publication) => `Your place at the desk of ${publication}`,
    title: 'You are invited to the desk',
    text: (publication, role) =>
      `${publication} invites you to work at its desk, as ${role}. The link works once, within three days.`,
    button: 'Take your place',
    small: 'If you do not know what this is about, ignore this mail: nothing happens without the button.',
  },
  signIn: {
    subject: (publication) => `Your link to the desk of ${publication}`,
    title: 'Sign in to the desk',
    text: (publication) =>
      `With this button you sign in to the desk of ${publication}. It works once, within 15 minutes.`,
    button: 'Sign in',
    code: 'Or type this code on the page where you asked for it:',
    small:
      'If you did not ask for it, ignore this mail: without it nobody can sign in. Never tell the code to anybody.',
  },
  newDevice: {
    subject: (publication) => `A new device at the desk of ${publication}`,
    title: 'You signed in with a new device',
    text: (publication) =>
      `Somebody has signed in to the desk of ${publication} in your name, with a browser that we have not seen before.`,
    device: 'Browser',
    unknown: 'unknown',
    place: 'From',
    at: 'At',
    advice:
      'If it was you, there is nothing to do. If not, end that session on the page of your account, and tell an owner.',
    button: 'See your sessions',
    small: 'You receive this with each new device. It cannot be turned off.',
  },
  changed: {
    by: 'By',
    at: 'At',
    advice:
      'If you know of it, there is nothing to do. If not, lock out whoever did it on the page of staff, and take it back.',
  },
  senderChanged: {
    subject: (publication) => `The sender of ${publication} has been changed`,
    title: 'The sender has been changed',
    text: (whose) => `Mail of ${whose} comes from another name or address from now on.`,
    before: 'Before',
    after: 'Now',
    button: 'Look at the sender',
    small: 'Every owner receives this with each change. It cannot be turned off.',
  },
  keyMade: {
    subject: (publication) => `A new key to ${publication}`,
    title: 'A new key has been made',
    text: (publication) => `A program that has it can act at ${publication} without signing in.`,
    name: 'Name',
    scopes: 'It may',
    button: 'Look at the keys',
    small: 'Every owner receives this with each new key. It cannot be turned off.',
  },
  editionHeld: {
    subject: (publication, newsletter) => `${publication}: an edition of ${newsletter} is held`,
    title: 'An edition is held',
    text: (newsletter, number) =>
      `Number ${number} of ${newsletter} was not approved before its deadline. It goes out once somebody approves it.`,
    why: 'Why no rule sends it',
    button: 'Look at the edition',
    small:
      'Everybody who may approve editions receives this. An owner chooses in the rules of the newsletter what happens at the deadline.',
  },
};

export function staffTextsOf(language: string): StaffTexts {
  return wordsIn('staffMails', language, en);
}
