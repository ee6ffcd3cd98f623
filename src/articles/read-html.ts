import { type Handler, Parser } from 'htmlparser2';

const maxHtmlLength = 500_000;
// The parser's time grows with the depth, and no article is nested like this.
const maxDepth = 500;

class Enough extends Error {}
class TooDeep extends Error {}

interface HtmlHandler extends Partial<Handler> {
  /** Asked before each element: true ends the walk. */
  isEnough?: () => boolean;
}

/**
 * Walks the first so many characters of HTML and calls the handler, in a time that grows with the length alone.
 * False where it is nested deeper than 500 elements: what is behind that place was not read.
 */
export function readHtml(html: string, handler: HtmlHandler = {}, maxLength = maxHtmlLength): boolean {
  let depth = 0;
  const parser = new Parser({
    ...handler,
    onopentag: (name, attributes, isImplied) => {
      if (handler.isEnough?.()) throw new Enough();
      depth += 1;
      if (depth > maxDepth) throw new TooDeep();
      handler.onopentag?.(name, attributes, isImplied);
    },
    onclosetag: (name, isImplied) => {
      depth -= 1;
      handler.onclosetag?.(name, isImplied);
    },
  });
  try {
    parser.end(html.slice(0, maxLength));
  } catch (error) {
    if (!(error instanceof Enough || error instanceof TooDeep)) throw error;
    return error instanceof Enough;
  }
  return true;
}

/** The first 500,000 characters; where they are nested too deep to be worked on, their text alone. */
export function flattenIfDeep(html: string): string {
  return readHtml(html) ? html.slice(0, maxHtmlLength) : flatten(html);
}

/** HTML without its tags. */
export function flatten(html: string): string {
  return html
    .slice(0, maxHtmlLength)
    .replace(/<[^<>]*>/g, ' ')
    .replaceAll('<', '&lt;');
}
