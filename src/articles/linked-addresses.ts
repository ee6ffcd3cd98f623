import { Parser } from 'htmlparser2';
import type { Article } from './article.ts';
import { canonicalUrl } from './canonical-url.ts';

/** The addresses that an article's own text leads to, in the spelling that articles are kept by. */
export function linkedAddresses({ html, url }: Pick<Article, 'html' | 'url'>): Set<string> {
  const found = new Set<string>();
  const parser = new Parser({
    onopentag: (name, { href }) => {
      if (name === 'a' && href !== undefined && URL.canParse(href, url) && /^https?:/.test(new URL(href, url).href))
        found.add(canonicalUrl(href, url));
    },
  });
  parser.end(html);
  return found;
}
