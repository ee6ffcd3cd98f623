import { sentences } from '../sentence.ts';
import { wrong } from '../wrong-values.ts';

const en = {
  nobodyKept: (text: string) => `nobody is kept under ${text}`,
  noReader: (id: number) => `there is no reader ${id}`,
  chooseFields: (all: string) => `choose at least one field: ${all}`,
  chooseNewsletter: 'choose at least one newsletter',
  chooseStream: 'choose what is to be stopped',
  notLanguage: (text: string) => `the language ${text} ${wrong.notLanguage}`,
  notTimeZone: (text: string) => `the time zone ${text} ${wrong.notTimeZone}`,
  noNewsletter: (text: string) => `the newsletter is ${text}; choose one, or all`,
};

const uk: typeof en = {
  nobodyKept: (text) => `читача ${text} немає`,
  noReader: (id) => `читача ${id} немає`,
  // They are called as the columns of the file are; the page has them beside it.
  chooseFields: () => 'виберіть принаймні одне поле',
  chooseNewsletter: 'виберіть принаймні одну розсилку',
  chooseStream: 'виберіть, що саме зупинити',
  notLanguage: (text) => `мови ${text} немає; укажіть таку, як en, uk чи pt-BR`,
  notTimeZone: (text) => `часового поясу ${text} немає; укажіть такий, як Europe/Kyiv чи UTC`,
  noNewsletter: (text) => `розсилки ${text} немає; виберіть одну або всі`,
};

/** What is said of readers. */
export const say = sentences<typeof en>({ en, uk });
