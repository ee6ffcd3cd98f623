import { decodeHTML } from 'entities';
import sanitizeHtml from 'sanitize-html';
import { cleanLine } from '../text/clean-line.ts';

const blocks = [
  'p',
  'h2',
  'h3',
  'h4',
  'blockquote',
  'pre',
  'ul',
  'ol',
  'li',
  'dl',
  'dt',
  'dd',
  'figure',
  'figcaption',
  'hr',
  'br',
];
const tables = ['table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td'];
const inline = [
  'a',
  'abbr',
  'b',
  'cite',
  'code',
  'del',
  'em',
  'i',
  'img',
  'ins',
  'kbd',
  'mark',
  'q',
  's',
  'small',
  'strong',
  'sub',
  'sup',
  'time',
  'u',
];

const options = (base: string | undefined): sanitizeHtml.IOptions => ({
  allowedTags: [...blocks, ...tables, ...inline],
  allowedAttributes: {
    a: ['href', 'title', 'hreflang'],
    img: ['src', 'alt', 'title', 'width', 'height'],
    time: ['datetime'],
    abbr: ['title'],
    th: ['colspan', 'rowspan', 'scope'],
    td: ['colspan', 'rowspan'],
    ol: ['start', 'reversed'],
    '*': ['lang', 'dir'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowedSchemesByTag: { img: ['http', 'https'] },
  allowProtocolRelative: false,
  nestingLimit: 100,
  disallowedTagsMode: 'discard',
  nonTextTags: [
    'script',
    'style',
    'textarea',
    'option',
    'noscript',
    'template',
    'svg',
    'math',
    'title',
    'xmp',
    'object',
    'iframe',
    'audio',
    'video',
    'canvas',
    'select',
    'noembed',
    'noframes',
    'plaintext',
  ],
  transformTags: {
    h1: 'h2',
    strike: 's',
    '*': (tagName, attribs) => ({ tagName, attribs: withAbsoluteLinks(attribs, base) }),
  },
  exclusiveFilter: (frame) => frame.tag === 'img' && isTracker(frame.attribs),
});

/**
 * What of somebody else's HTML may stand in a mail, on a page and in a preview alike: text, its structure, links
 * and pictures. No script, style, form, frame, event handler or address of another scheme survives; relative
 * links are made absolute against `base`, or dropped where there is none; pictures of one pixel are dropped.
 */
export function sanitiseHtml(html: string, base?: string): string {
  return sanitizeHtml(isTooDeep(html) ? withoutTags(html) : html, options(base)).trim();
}

/** The text of HTML on one line: tags gone, entities decoded once, cleaned. Text that only looks like a tag stays. */
export function plainText(html: string, max = 2_000): string {
  const spaced = (isTooDeep(html) ? withoutTags(html) : html).replace(
    /<(?:br|\/?(?:p|div|li|h[1-6]|tr|td|blockquote))\b[^>]*>/gi,
    ' $&',
  );
  const text = sanitizeHtml(spaced, { allowedTags: [], allowedAttributes: {} });
  return cleanLine(decodeHTML(text), max);
}

const maxDepth = 1_000;
const voidTags = /^(?:br|img|hr|input|meta|link|wbr|area|base|col|embed|source|track)$/i;

/** The parser's time grows with the square of the depth, and no article is nested like this. */
function isTooDeep(html: string): boolean {
  let depth = 0;
  for (const [, closing, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    if (!voidTags.test(name)) depth = Math.max(0, depth + (closing === '/' ? -1 : 1));
    if (depth > maxDepth) return true;
  }
  return false;
}

function withoutTags(html: string): string {
  return html.replace(/<[^<>]*>/g, ' ').replaceAll('<', '&lt;');
}

const addresses = ['href', 'src'];

function withAbsoluteLinks(
  attribs: sanitizeHtml.Attributes,
  base: string | undefined,
): sanitizeHtml.Attributes {
  const entries = Object.entries(attribs).map(([name, value]): [string, string] | null => {
    if (!addresses.includes(name)) return [name, value];
    const url = absoluteLink(value, base);
    return url === null ? null : [name, url];
  });
  return Object.fromEntries(entries.filter((entry) => entry !== null));
}

function absoluteLink(value: string, base: string | undefined): string | null {
  // Browsers ignore these inside of an address, so "java\nscript:" is one.
  const address = value.replace(/[\p{Cc}\u200B-\u200F\u2028\u2029\uFEFF]/gu, '').trim();
  if (!URL.canParse(address, base)) return null;
  const url = new URL(address, base);
  return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : null;
}

/** A picture nobody is meant to see, or one whose address was refused. */
function isTracker({ src, width, height }: sanitizeHtml.Attributes): boolean {
  return !src || [width, height].some((size) => size !== undefined && Number.parseInt(size, 10) <= 1);
}
