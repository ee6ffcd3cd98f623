import { sentences, written } from '../sentence.ts';
import { en } from './say/en.ts';

/** What is said of topics, ballots and promises. */
export const say = sentences(written('topicErrors', en));
