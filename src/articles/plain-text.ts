import { cleanLine } from '../text/clean-line.ts';
import { flatten, readHtml } from './read-html.ts';

const defaultLength = 2_000;
// Texts are cut before they are cleaned: to normalise a long row of combining marks takes the square of its
// length. What cleaning takes out is seldom more than this leaves over.
const cutFactor = 4;
const hiddenTags = /^(?:script|style|textarea|option|xmp|noembed|noframes)$/;
const spacingTags = /^(?:br|p|div|li|h[1-6]|tr|td|blockquote)$/;

/** The text of HTML on one line: tags gone, entities decoded once, cleaned. Text that only looks like a tag stays. */
export function plainText(html: string, max = defaultLength): string {
  if (!/[<&]/.test(html)) return plainLine(html, max);
  // What stands in an iframe is markup, which the parser takes as text, to the end where it is not closed.
  const framed = html.replace(/<\/?iframe\b[^<>]*>/gi, ' ');
  const enough = max * cutFactor;
  return plainLine(textOf(framed, enough) ?? textOf(flatten(framed), enough) ?? '', max);
}

/** Text that is no HTML, on one line, cleaned. */
export function plainLine(text: string, max = defaultLength): string {
  return cleanLine(text.replace(/\s+/gu, ' ').slice(0, max * cutFactor), max);
}

/** About so many characters of text; null where the HTML is nested too deep to be read. */
function textOf(html: string, enough: number): string | null {
  const parts: string[] = [];
  let length = 0;
  let hidden = 0;
  const add = (text: string): void => {
    // White space is collapsed later, and must not make the text look long.
    length += text.trim().length;
    parts.push(text);
  };
  const isRead = readHtml(html, {
    isEnough: () => length > enough,
    onopentag: (name) => {
      if (spacingTags.test(name)) parts.push(' ');
      if (hidden > 0 || hiddenTags.test(name)) hidden += 1;
    },
    ontext: (text) => {
      if (hidden === 0) add(text);
    },
    onclosetag: (name) => {
      if (spacingTags.test(name)) parts.push(' ');
      if (hidden > 0) hidden -= 1;
    },
  });
  return isRead ? parts.join('') : null;
}
