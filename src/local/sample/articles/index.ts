import type { SampleArticle } from '../article.ts';
import { culture } from './culture.ts';
import { economy } from './economy.ts';
import { energy } from './energy.ts';
import { europe } from './europe.ts';
import { politics } from './politics.ts';
import { society } from './society.ts';

/** The sample newspaper's stories; names, places and figures are made up. */
export const sampleArticles: SampleArticle[] = [
  ...energy,
  ...politics,
  ...europe,
  ...economy,
  ...society,
  ...culture,
];
