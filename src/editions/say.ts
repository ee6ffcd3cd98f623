import { articleWordings } from '../articles/say.ts';
import { deliveryWordings } from '../delivery/say.ts';
import { hearing } from '../heard.ts';
import { publicationWordings } from '../publication/say.ts';
import { sentences } from '../sentence.ts';
import { en } from './say/errors-en.ts';
import { uk } from './say/errors-uk.ts';
import { en as notesEn } from './say/notes-en.ts';
import { uk as notesUk } from './say/notes-uk.ts';
import { en as partsEn } from './say/parts-en.ts';
import { uk as partsUk } from './say/parts-uk.ts';

/** What the verbs of editions throw. */
export const say = {
  ...sentences<typeof en>({ en, uk }),
  ...sentences<typeof partsEn>({ en: partsEn, uk: partsUk }),
};

/** What is written down of an edition, in English: its faults, its notes, why there is none. */
export const note = notesEn;

/** Reads what was written down of editions, and of what they are made of and sent by. */
export const hear = hearing(
  { en: notesEn, uk: notesUk },
  { en, uk },
  ...deliveryWordings,
  ...articleWordings,
  ...publicationWordings,
);
