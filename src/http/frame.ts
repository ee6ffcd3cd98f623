import type { Request } from 'express';
import { themeStylesheet } from '../views/assets.ts';
import type { PageFrame } from '../views/layout.ts';
import { wordsOf } from '../views/words.ts';
import { languageOf } from './language.ts';

/** What of a publication the pages show; any domain's publication fits. */
export interface ShownPublication {
  name: string;
  tagline: string;
  siteUrl: string | null;
  language: string;
  timeZone: string;
  theme: { accent: string };
}

const unnamed: ShownPublication = {
  name: 'Broadsheet',
  tagline: '',
  siteUrl: null,
  language: 'en',
  timeZone: 'UTC',
  theme: { accent: '#0b5394' },
};

/** What is around a page's content; before the publication is set up, the product's own name. */
export function frameOf(
  request: Request,
  publication: ShownPublication | null,
  chosenLanguage: string | null = null,
): PageFrame {
  const shown = publication ?? unnamed;
  const language = languageOf(request, chosenLanguage, shown.language);
  return {
    publication: shown,
    themeHref: themeStylesheet(shown.theme.accent).href,
    language,
    dir: 'ltr',
    words: wordsOf(language),
  };
}
