import sanitizeHtml from 'sanitize-html';
import { absoluteAddress } from './absolute-address.ts';
import { flattenIfDeep } from './read-html.ts';

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
    '*': (tagName, attribs) => withAbsoluteLinks(tagName, attribs, base),
  },
});

/**
 * What of somebody else's HTML may stand in a mail, on a page and in a preview alike: text, its structure, links
 * and pictures. No script, style, form, frame, event handler or address of another scheme survives; relative
 * links are made absolute against `base`, or dropped where there is none; pictures of one pixel are dropped.
 * Of more than 500,000 characters the first are taken.
 */
export function sanitiseHtml(html: string, base?: string): string {
  return sanitizeHtml(flattenIfDeep(html), options(base)).replaceAll(droppedPicture, '').trim();
}

// What the library writes of a picture without attributes. Its own filter copies the whole text for each one.
const droppedPicture = '<img />';

function withAbsoluteLinks(
  tagName: string,
  attribs: sanitizeHtml.Attributes,
  base: string | undefined,
): sanitizeHtml.Tag {
  for (const name of ['href', 'src']) {
    if (attribs[name] === undefined) continue;
    const url = absoluteLink(tagName, attribs[name], base);
    if (url === null) delete attribs[name];
    else attribs[name] = url;
  }
  return { tagName, attribs: tagName === 'img' && isTracker(attribs) ? {} : attribs };
}

function absoluteLink(tagName: string, value: string, base: string | undefined): string | null {
  // Browsers ignore these inside of an address, so "java\nscript:" is one.
  const address = value.replace(/[\p{Cc}\u200B-\u200F\u2028\u2029\uFEFF]/gu, '').trim();
  if (tagName === 'a' && /^mailto:/i.test(address)) return URL.parse(address)?.href ?? null;
  return absoluteAddress(address, base);
}

/** A picture nobody is meant to see, or one whose address was refused. */
function isTracker({ src, width, height }: sanitizeHtml.Attributes): boolean {
  return !src || [width, height].some((size) => size !== undefined && Number.parseInt(size, 10) <= 1);
}
