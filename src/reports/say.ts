import { sentences, written } from '../sentence.ts';

export const en = {
  notGone: 'this edition has not gone out',
  nothingToReport: 'this edition has not gone out; there is nothing to report',
  noMail: 'the mail of this edition is not kept',
  noPicture: 'there is no such picture',
  noList: 'there is no such list of people',
  noReader: 'there is no such reader',
  noPageOfList: 'there is no such page of this list',
  notOfThis: 'there is no such correction of this edition',
};

/** What is said of reports. */
export const say = sentences(written('reportErrors', en));
