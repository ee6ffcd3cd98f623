import { sentences } from '../sentence.ts';
import { en } from './say/en.ts';
import { uk } from './say/uk.ts';

/** What is said of topics, ballots and promises. */
export const say = sentences<typeof en>({ en, uk });
