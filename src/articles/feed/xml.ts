import { Parser } from 'htmlparser2';

/** An element of a feed; its name is in lower case, with the prefix the feed's own habit has for its namespace. */
export interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Array<Element | string>;
  parent: Element | null;
}

const maxDepth = 100;
// The parser's time grows with the square of the depth; past this the document is read no further.
const endDepth = 1_000;
const maxElements = 200_000;
// Each element that declares one more copies those it stands in.
const maxNamespaces = 200;

// Namespaces by the prefix we look for, whatever prefix a feed gives them.
const prefixes = new Map(
  Object.entries({
    'http://www.w3.org/2005/atom': 'atom',
    'http://purl.org/atom/ns#': 'atom',
    'http://purl.org/rss/1.0/': '',
    'http://my.netscape.com/rdf/simple/0.9/': '',
    'http://channel.netscape.com/rdf/simple/0.9/': '',
    'http://backend.userland.com/rss2': '',
    'http://blogs.law.harvard.edu/tech/rss': '',
    'http://purl.org/dc/elements/1.1/': 'dc',
    'http://purl.org/dc/terms/': 'dcterms',
    'http://purl.org/rss/1.0/modules/content/': 'content',
    'http://search.yahoo.com/mrss': 'media',
    'http://search.yahoo.com/mrss/': 'media',
    'http://www.itunes.com/dtds/podcast-1.0.dtd': 'itunes',
    'http://www.w3.org/1999/02/22-rdf-syntax-ns#': 'rdf',
    'http://rssnamespace.org/feedburner/ext/1.0': 'feedburner',
    'http://www.w3.org/1999/xhtml': 'xhtml',
  }),
);

/** A document, and a sentence on why not all of it was read, or null. */
export interface Markup {
  root: Element;
  problem: string | null;
}

/**
 * Reads markup as far as it goes: what is not closed is closed, what is cut off ends there, and nothing of a
 * document type declaration is acted upon, so no entity is defined and no file is fetched. Elements deeper than
 * 100 are left out, and what comes behind one of depth 1,000; of more than 200,000 elements the rest.
 */
export function readXml(text: string): Markup {
  const root: Element = { name: '', attributes: {}, children: [], parent: null };
  let at = root;
  let depth = 0;
  let count = 0;
  let isWhole = false;
  const scopes: Scope[] = [new Map()];
  const parser = new Parser(
    {
      onopentag: (raw, attributes) => {
        depth += 1;
        if (depth > endDepth) throw new TooDeep();
        count += 1;
        const scope = scopeOf(scopes.at(-1) ?? new Map(), attributes);
        scopes.push(scope);
        if (depth > maxDepth || count > maxElements) return;
        const name = canonicalName(raw, scope);
        const element: Element = { name, attributes: lowerKeys(attributes), children: [], parent: at };
        at.children.push(element);
        at = element;
      },
      onclosetag: (_name, isImplied) => {
        if (depth <= maxDepth && at.parent !== null && count <= maxElements) at = at.parent;
        depth -= 1;
        scopes.pop();
        if (depth === 0) isWhole = !isImplied;
      },
      ontext: (data) => void at.children.push(data),
    },
    { xmlMode: true, decodeEntities: true, recognizeCDATA: true, lowerCaseTags: false },
  );
  try {
    parser.end(text);
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    return { root, problem: `it is nested deeper than ${endDepth} elements` };
  }
  if (count > maxElements) return { root, problem: `it has more than ${maxElements} elements` };
  return { root, problem: isWhole ? null : 'it does not end where it should' };
}

class TooDeep extends Error {}

/** The namespaces of an element by their prefixes. */
type Scope = ReadonlyMap<string, string>;

function scopeOf(outer: Scope, attributes: Record<string, string>): Scope {
  const own = Object.entries(attributes).filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'));
  if (own.length === 0 || outer.size >= maxNamespaces) return outer;
  const declared = own.slice(0, maxNamespaces).map(([name, uri]): [string, string] => {
    return [name.slice(6), uri.trim().toLowerCase()];
  });
  return new Map([...outer, ...declared]);
}

/** An undeclared prefix keeps its usual meaning: feeds often forget the declaration. */
function canonicalName(raw: string, scope: Scope): string {
  const colon = raw.indexOf(':');
  const prefix = raw.slice(0, Math.max(0, colon));
  const local = raw.slice(colon + 1).toLowerCase();
  const uri = scope.get(prefix);
  const known = uri === undefined ? prefix.toLowerCase() : (prefixes.get(uri) ?? prefix.toLowerCase());
  // Atom is written without a prefix here, since an Atom feed is; in an RSS feed atom:link stays apart.
  if (known === '' || (known === 'atom' && prefix === '')) return local;
  return `${known}:${local}`;
}

function lowerKeys(attributes: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name.toLowerCase(), value]));
}

/** The element's own children of these names, in document order. */
export function childrenOf(element: Element, ...names: string[]): Element[] {
  return element.children.filter(
    (child): child is Element => typeof child !== 'string' && names.includes(child.name),
  );
}

/** The text of the first of these names that has any, or ''. Names are tried in the given order. */
export function textOf(element: Element, ...names: string[]): string {
  for (const name of names) {
    const text = childrenOf(element, name)
      .map(innerText)
      .find((candidate) => candidate !== '');
    if (text !== undefined) return text;
  }
  return '';
}

export function innerText(element: Element): string {
  return element.children
    .map((child) => (typeof child === 'string' ? child : innerText(child)))
    .join('')
    .trim();
}

/** The children written as markup again, for content that stands in the feed as elements. */
export function innerMarkup(element: Element): string {
  return element.children
    .map((child) => (typeof child === 'string' ? escape(child) : markup(child)))
    .join('');
}

function markup(element: Element): string {
  const name = element.name.replace(/^.*:/, '');
  const attributes = Object.entries(element.attributes).filter(([key]) => !key.startsWith('xml'));
  const written = attributes.map(([key, value]) => ` ${key}="${escape(value)}"`).join('');
  return `<${name}${written}>${innerMarkup(element)}</${name}>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);
}

/** Every element of these names, however deep. */
export function descendantsOf(element: Element, names: string[]): Element[] {
  return element.children.flatMap((child) => {
    if (typeof child === 'string') return [];
    return names.includes(child.name) ? [child] : descendantsOf(child, names);
  });
}

/** The base of relative links: each xml:base on the way down, resolved against the one above. */
export function baseOf(element: Element | null, outer: string | undefined): string | undefined {
  if (element === null) return outer;
  const above = baseOf(element.parent, outer);
  const own = element.attributes['xml:base'];
  if (own === undefined) return above;
  return URL.canParse(own, above) ? new URL(own, above).href : above;
}
