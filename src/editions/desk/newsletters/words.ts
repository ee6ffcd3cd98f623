import { wordsIn } from '../../../../languages/index.ts';
import { en } from './words/en.ts';
import type { NewsletterWords } from './words/newsletter-words.ts';

export function newsletterWords(language: string): NewsletterWords {
  return wordsIn('newsletterPages', language, en);
}
