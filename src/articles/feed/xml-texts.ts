import { plainLine, plainText } from '../plain-text.ts';
import { childrenOf, type Element, innerMarkup, innerText, textOf } from './xml.ts';

const maxNameLength = 1_000;
// Of each kind an item has a few; of many thousands only so many are looked at.
const maxLooked = 50;
const maxCategories = 30;

/** The headline of an item, or the title of a feed; '' where there is none. */
export function titleOf(element: Element): string {
  const titles = childrenOf(element, 'title', 'atom:title', 'media:title', 'dc:title');
  for (const child of titles.slice(0, maxLooked)) {
    const { type = '' } = child.attributes;
    // Only Atom says that a title is plain text; RSS readers have always decoded it once more.
    const markup = type === 'xhtml' ? innerMarkup(child) : innerText(child);
    const text = type === 'text' ? plainLine(markup) : plainText(markup || innerMarkup(child));
    if (text !== '') return text;
  }
  return '';
}

/**
 * The first of these elements that holds anything, as HTML: escaped in RSS and Atom's type html, as elements in
 * type xhtml, as text in type text.
 */
export function markupOf(item: Element, names: string[]): string {
  for (const name of names) {
    for (const child of childrenOf(item, name)) {
      const markup = oneMarkup(child);
      if (markup.trim() !== '') return markup;
    }
  }
  return '';
}

function oneMarkup(element: Element): string {
  const { type = '', mode = '' } = element.attributes;
  if (/^(image|audio|video)\//.test(type)) return '';
  if (mode === 'base64')
    return Buffer.from(innerText(element), 'base64').toString('utf8').replaceAll('\0', '');
  const hasElements = element.children.some((child) => typeof child !== 'string');
  if (hasElements) return innerMarkup(element);
  const text = innerText(element);
  return type === 'text' || type === 'text/plain' ? escapeMarkup(text) : text;
}

function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** The address of the page: RSS's text, Atom's alternate link, or a guid that says it is one. */
export function linkOf(element: Element): string {
  const original = textOf(element, 'feedburner:origlink');
  if (original !== '') return original;
  const links = childrenOf(element, 'link', 'atom:link');
  const written = links.map(innerText).find((text) => text !== '');
  if (written !== undefined) return written;
  const pages = links.filter(
    ({ attributes: { href, rel = 'alternate' } }) => href !== undefined && rel === 'alternate',
  );
  const html = pages.find(({ attributes }) => /html/.test(attributes['type'] ?? '')) ?? pages[0];
  return html?.attributes['href'] ?? textOf(element, 'url');
}

/** The names of who wrote an item, with commas between. */
export function authorOf(item: Element): string {
  const people = childrenOf(item, 'dc:creator', 'author', 'atom:author', 'itunes:author', 'dc:author')
    .slice(0, maxLooked)
    .map((person) =>
      nameOf((textOf(person, 'name', 'atom:name') || innerText(person)).slice(0, maxNameLength)),
    );
  return [...new Set(people.filter((name) => name !== ''))].join(', ');
}

/** RSS 2.0 writes "address (name)"; the address is nobody's business. */
function nameOf(written: string): string {
  const inBrackets = /^[^\s@]+@[^\s@]+\s+\((.+)\)$/.exec(written)?.[1];
  const words = written.split(/\s+/).filter((word) => !/^[^@]+@[^.]+\../.test(word));
  return plainText(inBrackets ?? words.join(' '), 200).replace(/[<>()\s]+$/, '');
}

export function categoriesOf(item: Element): string[] {
  const names = childrenOf(item, 'category', 'dc:subject', 'atom:category', 'media:category')
    .slice(0, maxLooked)
    .map(
      (category) => innerText(category) || category.attributes['label'] || category.attributes['term'] || '',
    );
  const texts = names
    .map((name) => plainText(name, 100))
    .filter((name) => name !== '' && name.toLowerCase() !== 'uncategorized');
  return [...new Set(texts)].slice(0, maxCategories);
}
