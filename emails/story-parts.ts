import { escapeHtml, keepLastWords } from './escape.ts';
import { anchor, linksText, prose } from './parts.ts';
import { stack, wrap } from './plain.ts';
import type { BlockArticle, Context, LinkItem } from './types.ts';

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

/** Above the story that keeps a promise: for those who voted for it. */
export function youVoted({ url }: BlockArticle, { look, voted }: Context): string {
  return voted(
    url,
    (text) =>
      `<p class="accent" style="margin:0 0 8px;font-size:14px;line-height:1.3;font-weight:700;color:${look.light.accent}">\u2713 ${escapeHtml(text)}</p>`,
  );
}

interface HeadlineOptions {
  level: 'h2' | 'h3';
  size: number;
  css?: string;
}

/** A headline that leads to its article. */
export function headline(
  { title, url, updated }: Pick<BlockArticle, 'title' | 'url' | 'updated'>,
  { level, size, css }: HeadlineOptions,
  { look, texts, link }: Context,
): string {
  const name = css === undefined ? '' : ` class="${css}"`;
  const linked = anchor(link(url), escapeHtml(keepLastWords(title)), look.light.ink, 'none');
  const mark = updated
    ? ` <span class="soft" style="font:400 12px ${look.body};color:${look.light.soft}">(${escapeHtml(texts.updated)})</span>`
    : '';
  return `<${level}${name} style="margin:0;font:700 ${size}px/1.18 ${look.heading}">${linked}${mark}</${level}>`;
}

/** The words below a headline; they lead to the article too, since that is where a thumb lands. */
export function standfirst(
  { standfirst: text, url }: BlockArticle,
  size: number,
  gap: number,
  { look, link }: Context,
): string {
  if (text === '') return '';
  const linked = anchor(link(url), escapeHtml(text), look.light.ink, 'none');
  return `<p style="margin:${gap}px 0 0;font-size:${size}px">${linked}</p>`;
}

export function byline(author: string, { look, texts }: Context): string {
  if (author === '') return '';
  return `<p class="soft" style="margin:8px 0 0;font-size:13px;color:${look.light.soft}">${escapeHtml(texts.by(author))}</p>`;
}

/** Older articles on the same matter, far enough apart for a thumb. */
export function readAlso(links: LinkItem[], { look, texts, link }: Context): string {
  if (links.length === 0) return '';
  const options = { css: 'accent', style: 'display:block;padding:7px 0;line-height:1.35;font-size:14px;' };
  const items = links.map(({ title, url }) =>
    anchor(link(url), escapeHtml(title), look.light.accent, 'underline', options),
  );
  return `<p style="margin:14px 0 1px;font-size:13px;font-weight:700">${escapeHtml(texts.readAlso)}</p>${items.join('')}`;
}

/** An article in plain text. */
export function articleText(article: BlockArticle, { texts, link, voted }: Context): string {
  const title = article.updated ? `${article.title} (${texts.updated})` : article.title;
  const mine = voted(article.url, (text) => `\u2713 ${text}\n`);
  return (
    mine +
    stack(
      [article.category.toLocaleUpperCase(), wrap(title)].filter((line) => line !== '').join('\n'),
      wrap(article.standfirst),
      article.author !== '' && wrap(texts.by(article.author)),
      link(article.url),
      linksText(texts.readAlso, article.readAlso, link),
    )
  );
}
