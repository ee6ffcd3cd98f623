import { en } from './words/en.ts';
import type { NewsletterWords } from './words/newsletter-words.ts';
import { uk } from './words/uk.ts';

const all: Record<string, NewsletterWords> = { en, uk };

export function newsletterWords(language: string): NewsletterWords {
  return all[language] ?? en;
}
