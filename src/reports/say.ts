import { sentences } from '../sentence.ts';

const en = {
  notGone: 'this edition has not gone out',
  nothingToReport: 'this edition has not gone out; there is nothing to report',
  noMail: 'the mail of this edition is not kept',
  noPicture: 'there is no such picture',
  noList: 'there is no such list of people',
  noReader: 'there is no such reader',
  noPageOfList: 'there is no such page of this list',
  notOfThis: 'there is no such correction of this edition',
};

const uk: typeof en = {
  notGone: 'цей випуск ще не надсилали',
  nothingToReport: 'цей випуск ще не надсилали; звітувати нема про що',
  noMail: 'лист цього випуску не зберігся',
  noPicture: 'такого зображення немає',
  noList: 'такого списку людей немає',
  noReader: 'такого читача немає',
  noPageOfList: 'такої сторінки в цьому списку немає',
  notOfThis: 'такого виправлення в цього випуску немає',
};

/** What is said of reports. */
export const say = sentences<typeof en>({ en, uk });
