import { escapeHtml } from './escape.ts';
import { stack, wrap } from './plain.ts';
import type { BlockArticle, BlockImage, Context, LinkItem } from './types.ts';

/** Room to both sides of the sheet, in pixels. */
export const gutter = 32;

interface SectionOptions {
  top?: number;
  bottom?: number;
  panel?: boolean;
  bleed?: boolean;
}

/** One row of the sheet. Columns stand in it. */
export function section(
  columns: string,
  { look }: Context,
  { top = 0, bottom = 0, panel = false, bleed = false }: SectionOptions = {},
): string {
  const side = bleed ? 0 : gutter;
  const colour = panel ? look.light.panel : look.light.sheet;
  const kind = `${panel ? 'panel' : 'sheet'}${bleed ? '' : ' inset'}`;
  return `<mj-section css-class="${kind}" background-color="${colour}" padding="${top}px ${side}px ${bottom}px">${columns}</mj-section>`;
}

export function column(content: string, width = '100%', cssClass = ''): string {
  return `<mj-column width="${width}" css-class="${cssClass}">${content}</mj-column>`;
}

interface TextOptions {
  size?: number;
  height?: string;
  colour?: string;
  css?: string;
  font?: string;
  align?: string;
  padding?: string;
}

/** Ready HTML as text of the mail; `css` names its colour for the dark mode. */
export function prose(html: string, { look, rtl }: Context, options: TextOptions = {}): string {
  const {
    size = 16,
    height = '1.5',
    colour = look.light.ink,
    css = 'ink',
    font = look.body,
    align = rtl ? 'right' : 'left',
    padding = '0',
  } = options;
  return (
    `<mj-text css-class="${css}" align="${align}" font-family="${font}" font-size="${size}px" line-height="${height}" ` +
    `color="${colour}" padding="${padding}">${html}</mj-text>`
  );
}

export function rule({ look }: Context, padding = '0', thickness = 1, strong = false): string {
  const colour = strong ? look.light.ink : look.light.rule;
  return `<mj-divider css-class="${strong ? 'rule-strong' : 'rule'}" border-width="${thickness}px" border-color="${colour}" padding="${padding}" />`;
}

/** An article's words in one cell: each cell of its own would cost a third of the mail's size. */
export function words(parts: string[], context: Context): string {
  return prose(parts.join(''), context, { size: 15, height: '1.5' });
}

/** The category above a headline, in small capitals of the accent's colour. */
export function kicker(text: string, { look, rtl }: Context): string {
  if (text === '') return '';
  const spacing = rtl ? '' : 'letter-spacing:.08em;';
  return `<p class="accent" style="margin:0 0 6px;font-size:12px;line-height:1.3;font-weight:700;${spacing}text-transform:uppercase;color:${look.light.accent}">${escapeHtml(text)}</p>`;
}

type Level = 'h2' | 'h3';

/** A headline that leads to its article. */
export function headline(
  article: Pick<BlockArticle, 'title' | 'url' | 'updated'>,
  level: Level,
  size: number,
  context: Context,
): string {
  const { look, texts } = context;
  const link = anchor(context.link(article.url), escapeHtml(article.title), look.light.ink, 'none');
  const mark = article.updated
    ? ` <span class="soft" style="font:400 12px ${look.body};color:${look.light.soft}">(${escapeHtml(texts.updated)})</span>`
    : '';
  return `<${level} style="margin:0;font:700 ${size}px/1.18 ${look.heading}">${link}${mark}</${level}>`;
}

export function standfirst(text: string, size: number, gap: number): string {
  return text === '' ? '' : `<p style="margin:${gap}px 0 0;font-size:${size}px">${escapeHtml(text)}</p>`;
}

export function byline(author: string, { look, texts }: Context): string {
  if (author === '') return '';
  return `<p class="soft" style="margin:8px 0 0;font-size:13px;color:${look.light.soft}">${escapeHtml(texts.by(author))}</p>`;
}

/** A picture that leads to its article, with its credit below. */
export function picture(
  image: BlockImage,
  url: string,
  width: number,
  context: Context,
  credit: { padding: string; css?: string },
): string {
  const height = Math.round((width * image.height) / image.width);
  const tag =
    `<mj-image css-class="picture" src="${escapeHtml(context.asset(image.src))}" alt="${escapeHtml(image.alt)}" width="${width}px" ` +
    `height="${height}px" href="${escapeHtml(context.link(url))}" padding="0" fluid-on-mobile="true" />`;
  if (image.credit === '') return tag;
  return (
    tag +
    prose(escapeHtml(context.texts.photo(image.credit)), context, {
      size: 11,
      height: '1.4',
      colour: context.look.light.soft,
      css: `soft ${credit.css ?? ''}`.trim(),
      padding: credit.padding,
    })
  );
}

/** Older articles on the same matter. */
export function readAlso(links: LinkItem[], context: Context): string {
  if (links.length === 0) return '';
  const { look, texts } = context;
  const items = links
    .map(({ title, url }) =>
      anchor(context.link(url), escapeHtml(title), look.light.accent, 'underline', 'accent'),
    )
    .join('<br>');
  return `<p style="margin:12px 0 0;font-size:14px;line-height:1.65"><span class="soft" style="color:${look.light.soft}">${escapeHtml(texts.readAlso)}</span><br>${items}</p>`;
}

export function anchor(
  href: string,
  html: string,
  colour: string,
  decoration: 'none' | 'underline',
  css = 'ink-link',
): string {
  return `<a class="${css}" href="${escapeHtml(href)}" style="color:${colour};text-decoration:${decoration}">${html}</a>`;
}

/** A call to act; 44 pixels high at the least, for a thumb. */
export function callToAct(
  label: string,
  href: string,
  { look, rtl }: Context,
  align = rtl ? 'right' : 'left',
): string {
  return (
    `<mj-button css-class="button" href="${escapeHtml(href)}" align="${align}" background-color="${look.light.accent}" color="${look.light.onAccent}" ` +
    `font-family="${look.body}" font-size="16px" font-weight="700" line-height="20px" inner-padding="13px 26px" border-radius="3px" padding="18px 0 0">` +
    `${escapeHtml(label)}</mj-button>`
  );
}

/** Plain paragraphs as HTML. */
export function paragraphs(parts: string[]): string {
  return parts
    .map(
      (part, index) =>
        `<p style="margin:${index === 0 ? '0' : '12px 0 0'}">${escapeHtml(part).replaceAll('\n', '<br>')}</p>`,
    )
    .join('');
}

/** An article in plain text. */
export function articleText(article: BlockArticle, { texts, link }: Context): string {
  const title = article.updated ? `${article.title} (${texts.updated})` : article.title;
  return stack(
    [article.category.toLocaleUpperCase(), wrap(title)].filter((line) => line !== '').join('\n'),
    wrap(article.standfirst),
    article.author !== '' && wrap(texts.by(article.author)),
    link(article.url),
    linksText(texts.readAlso, article.readAlso, link),
  );
}

/** A list of titles with their addresses. */
export function linksText(label: string, links: LinkItem[], link: Context['link']): string {
  if (links.length === 0) return '';
  const items = links.map(({ title, url }) => `${wrap(title, '  ').replace(/^ {2}/, '* ')}\n  ${link(url)}`);
  return [...(label === '' ? [] : [`${label}:`]), ...items].join('\n');
}
