import { mails } from './ar/mails.ts';
import { moreStories } from './ar/short.ts';
import type { Parts } from './parts.ts';

/** Arabic. */
export const language: Partial<Parts> = {
  mails,
  moreStories,
};
