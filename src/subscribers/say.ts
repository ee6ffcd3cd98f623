import { sentences, written } from '../sentence.ts';
import { wrong } from '../wrong-values.ts';

export const en = {
  nobodyKept: (text: string) => `nobody is kept under ${text}`,
  noReader: (id: number) => `there is no reader ${id}`,
  chooseFields: (all: string) => `choose at least one field: ${all}`,
  chooseNewsletter: 'choose at least one newsletter',
  chooseStream: 'choose what is to be stopped',
  notLanguage: (text: string) => `the language ${text} ${wrong.notLanguage}`,
  notTimeZone: (text: string) => `the time zone ${text} ${wrong.notTimeZone}`,
  noNewsletter: (text: string) => `the newsletter is ${text}; choose one, or all`,
};

/** What is said of readers. */
export const say = sentences(written('subscriberErrors', en));
