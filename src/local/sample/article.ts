import type { Scene } from './pictures.ts';

/** One story of the sample newspaper. Everything in it is made up. */
export interface SampleArticle {
  slug: string;
  title: string;
  standfirst: string;
  author: string;
  category: string;
  /** How long before the first start it was published. */
  hoursAgo: number;
  picture: { scene: Scene; alt: string } | null;
  paragraphs: string[];
  /** Slugs of older stories on the same matter. */
  readAlso: string[];
}
