import { sentences, written } from '../sentence.ts';

export const en = {
  noPage: 'there is no page at this address',
  otherSite: 'this form was sent from another site; open the page here and send it again',
  notWhole: 'this form is not whole; open the page and send it again',
  tooMany: (seconds: number) => `too many requests; try again in ${seconds} s`,
};

/** What is said of requests and forms. */
export const say = sentences(written('webErrors', en));
