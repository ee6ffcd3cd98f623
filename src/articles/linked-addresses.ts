import type { Article } from './article.ts';
import { canonicalUrl } from './canonical-url.ts';
import { absoluteAddress } from './absolute-address.ts';
import { readHtml } from './read-html.ts';

/** The addresses that an article's own text leads to, in the spelling that articles are kept by. */
export function linkedAddresses({ html, url }: Pick<Article, 'html' | 'url'>): Set<string> {
  const found = new Set<string>();
  readHtml(html, {
    onopentag: (name, { href = '' }) => {
      const address = name === 'a' ? absoluteAddress(href, url) : null;
      if (address !== null) found.add(canonicalUrl(address));
    },
  });
  return found;
}
