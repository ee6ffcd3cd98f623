import { default as MarkdownIt, type Token } from 'markdown-it';
import { escapeHtml } from './escape.ts';
import { anchor } from './parts.ts';
import { wrap } from './plain.ts';
import type { Context, LinkItem } from './types.ts';

type Linking = Pick<Context, 'look' | 'link' | 'rtl'>;

// A small set: bold, italic, links, lists, quotes. HTML, pictures and headings stay the characters that they are.
const parser = new MarkdownIt('zero', { html: false, linkify: false }).enable([
  'emphasis',
  'link',
  'list',
  'blockquote',
  'newline',
  'escape',
]);
parser.validateLink = (url) => isWeb(url) || /^mailto:[^\s]+@[^\s]+$/i.test(url);

function isWeb(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

/** Markdown as HTML that mail programs show alike; every text of it is escaped, every link counted like the others. */
export function markdownHtml(markdown: string, context: Linking): string {
  return parser
    .parse(markdown, {})
    .map((token, index, all) => blockHtml(token, all[index - 1] ?? null, context))
    .join('');
}

function blockHtml(token: Token, before: Token | null, context: Linking): string {
  if (token.type === 'inline') return inlineHtml(token.children ?? [], context);
  // The paragraphs of a short list are none.
  if (token.hidden) return '';
  const isFirst = before === null || before.nesting === 1;
  if (token.nesting === -1) return `</${token.tag}>`;
  return token.nesting === 1
    ? `<${token.tag}${startOf(token)} style="${styleOf(token.tag, isFirst, context)}">`
    : '';
}

function startOf(token: Token): string {
  const start = Number(token.attrGet('start') ?? 1);
  return start === 1 ? '' : ` start="${start}"`;
}

function styleOf(tag: string, isFirst: boolean, { look, rtl }: Linking): string {
  const margin = isFirst ? '0' : '12px 0 0';
  const side = rtl ? 'right' : 'left';
  if (tag === 'ul' || tag === 'ol') return `margin:${margin};padding-${side}:24px`;
  if (tag === 'li') return 'margin:4px 0 0';
  if (tag === 'blockquote')
    return `margin:${margin};padding-${side}:14px;border-${side}:3px solid ${look.light.accent}`;
  return `margin:${margin}`;
}

function inlineHtml(tokens: Token[], context: Linking): string {
  let open = '';
  return tokens
    .map((token) => {
      if (token.type === 'link_open') {
        open = linkTag(token, context);
        return open;
      }
      if (token.type === 'link_close') return '</a>';
      if (token.type === 'softbreak' || token.type === 'hardbreak') return '<br>';
      if (token.nesting === 1) return `<${token.tag}>`;
      return token.nesting === -1 ? `</${token.tag}>` : escapeHtml(token.content);
    })
    .join('');
}

function linkTag(token: Token, { look, link }: Linking): string {
  const href = hrefOf(token);
  return anchor(isWeb(href) ? link(href) : href, '', look.light.accent, 'underline', {
    css: 'accent',
  }).replace(/<\/a>$/, '');
}

function hrefOf(token: Token): string {
  return String(token.attrGet('href') ?? '');
}

/** The same in plain text, each link with its address after it. */
export function markdownText(markdown: string, { link }: Pick<Context, 'link'>): string {
  return textOf(parser.parse(markdown, {}), link);
}

interface Level {
  /** Before the first line of the next paragraph, and before all others. */
  first: string;
  rest: string;
  /** Of a numbered list. */
  number: number | null;
}

function textOf(tokens: Token[], link: Context['link']): string {
  const parts: string[] = [];
  const levels: Level[] = [];
  for (const token of tokens) {
    if (token.type === 'inline') parts.push(indented(inlineText(token.children ?? [], link), levels));
    else if (token.nesting === 1) levels.push(levelOf(token, levels.at(-1)));
    else if (token.nesting === -1) levels.pop();
  }
  return joined(parts);
}

function levelOf(token: Token, above: Level | undefined): Level {
  const plain = { first: '', rest: '', number: null };
  if (token.type === 'blockquote_open') return { first: '> ', rest: '> ', number: null };
  if (token.type === 'ordered_list_open') return { ...plain, number: Number(token.attrGet('start') ?? 1) };
  if (token.type !== 'list_item_open') return plain;
  const mark = above?.number == null ? '* ' : `${above.number}. `;
  if (above?.number != null) above.number += 1;
  return { first: mark, rest: ' '.repeat(mark.length), number: null };
}

function indented(text: string, levels: Level[]): string {
  const rest = levels.map((level) => level.rest).join('');
  const first = levels.map((level) => level.first).join('');
  for (const level of levels) level.first = level.rest;
  const lines = text.split('\n').flatMap((line) => wrap(line, rest).split('\n'));
  return lines.map((line, index) => (index === 0 ? first + line.slice(rest.length) : line)).join('\n');
}

/** Entries of a list follow each other; all else has an empty line between. */
function joined(parts: string[]): string {
  return parts.reduce((text, part) => {
    if (text === '') return part;
    const isEntry =
      /^[> ]*(\*|\d+\.) /.test(part) && /^[> ]*(\*|\d+\.) /m.test(text.split('\n\n').at(-1) ?? '');
    return `${text}${isEntry ? '\n' : '\n\n'}${part}`;
  }, '');
}

function inlineText(tokens: Token[], link: Context['link']): string {
  let href = '';
  return tokens
    .map((token) => {
      if (token.type === 'link_open') href = hrefOf(token);
      if (token.type === 'link_close')
        return ` (${isWeb(href) ? link(href) : href.replace(/^mailto:/i, '')})`;
      return token.type === 'softbreak' || token.type === 'hardbreak' ? '\n' : token.content;
    })
    .join('');
}

/** Where the links of a text lead, for who looks them through; those that write a mail are none. */
export function linksInMarkdown(markdown: string): LinkItem[] {
  const inline = parser.parse(markdown, {}).flatMap(({ children }) => children ?? []);
  return inline.flatMap((token, index) => {
    if (token.type !== 'link_open' || !isWeb(hrefOf(token))) return [];
    return [{ title: inline[index + 1]?.content ?? '', url: hrefOf(token) }];
  });
}
