import { escapeHtml } from './escape.ts';
import { wrap } from './plain.ts';
import type { Context, Footer, LinkItem } from './types.ts';

/** Room to both sides of the sheet, in pixels. */
export const gutter = 32;

interface SectionOptions {
  top?: number;
  bottom?: number;
  tinted?: boolean;
  bleed?: boolean;
  /** The order that columns stand in; else that of the language. */
  direction?: 'ltr' | 'rtl';
}

/** One row of the sheet. Columns stand in it. */
export function section(
  columns: string,
  { look }: Context,
  { top = 0, bottom = 0, tinted = false, bleed = false, direction }: SectionOptions = {},
): string {
  const side = bleed ? 0 : gutter;
  const colour = tinted ? look.light.panel : look.light.sheet;
  const kind = `${tinted ? 'panel' : 'sheet'}${bleed ? '' : ' inset'}`;
  const order = direction === undefined ? '' : ` direction="${direction}"`;
  return `<mj-section css-class="${kind}" background-color="${colour}" padding="${top}px ${side}px ${bottom}px"${order}>${columns}</mj-section>`;
}

export function column(content: string, width = '100%', cssClass = ''): string {
  return `<mj-column width="${width}" css-class="${cssClass}">${content}</mj-column>`;
}

/** What is set apart from the stories, under an edge of the accent's colour. */
export function panel(content: string, context: Context): string {
  const { look } = context;
  const line = `<mj-divider css-class="rule-accent" border-width="3px" border-color="${look.light.accent}" padding="0" />`;
  const edge = section(column(line), context, { bleed: true, top: 8 });
  return edge + section(column(content), context, { tinted: true, top: 26, bottom: 30 });
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

export function anchor(
  href: string,
  html: string,
  colour: string,
  decoration: 'none' | 'underline',
  { css = 'ink-link', style = '' }: { css?: string; style?: string } = {},
): string {
  return `<a class="${css}" href="${escapeHtml(href)}" style="${style}color:${colour};text-decoration:${decoration}">${html}</a>`;
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

type Sender = Pick<Footer, 'publication' | 'postalAddress'>;

/** Who writes and from where. Many a postal address begins with the name; it is not said twice then. */
export function senderText({ publication, postalAddress }: Sender): string {
  return postalAddress.startsWith(publication) ? postalAddress : `${publication}\n${postalAddress}`;
}

export function senderHtml(sender: Sender): string {
  return senderText(sender)
    .split('\n')
    .map((line) => (line === sender.publication ? `<strong>${escapeHtml(line)}</strong>` : escapeHtml(line)))
    .join('<br>');
}

/** A list of titles with their addresses. */
export function linksText(label: string, links: LinkItem[], link: Context['link']): string {
  if (links.length === 0) return '';
  const items = links.map(({ title, url }) => `${wrap(title, '  ').replace(/^ {2}/, '* ')}\n  ${link(url)}`);
  return [...(label === '' ? [] : [`${label}:`]), ...items].join('\n');
}
