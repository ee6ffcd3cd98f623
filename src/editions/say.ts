import { articleWordings } from '../articles/say.ts';
import { deliveryWordings } from '../delivery/say.ts';
import { hearing } from '../heard.ts';
import { publicationWordings } from '../publication/say.ts';
import { sentences, written } from '../sentence.ts';
import { en } from './say/errors-en.ts';
import { en as notesEn } from './say/notes-en.ts';
import { en as partsEn } from './say/parts-en.ts';

/** What the verbs of editions throw. */
export const say = {
  ...sentences(written('editionErrors', en)),
  ...sentences(written('editionParts', partsEn)),
};

/** What is written down of an edition, in English: its faults, its notes, why there is none. */
export const note = notesEn;

/** Reads what was written down of editions, and of what they are made of and sent by. */
export const hear = hearing(
  written('editionNotes', notesEn),
  written('editionErrors', en),
  ...deliveryWordings,
  ...articleWordings,
  ...publicationWordings,
);
