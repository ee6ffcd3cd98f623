import { readFile } from 'node:fs/promises';
import type { Actor } from '../access/actor.ts';
import { changeOf, recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import { Conflict, InvalidInput, messageOf, NotFound } from '../errors.ts';
import { guardedFetch } from '../guarded-fetch.ts';
import type { Services } from '../services.ts';
import { cleanLine } from '../text/clean-line.ts';
import { type Article, toArticle } from './article.ts';
import { canonicalUrl } from './canonical-url.ts';
import { parseFeedDate } from './feed/dates.ts';
import { summarise } from './feed/html.ts';
import { type ArticleContent, keepArticle } from './keep-articles.ts';
import { readPageMetadata } from './page-metadata.ts';
import { plainLine } from './plain-text.ts';
import { selectArticle, selectKnownArticle, updateArticle } from './queries.ts';
import { sanitiseHtml } from './sanitise.ts';
import { say } from './say.ts';

/**
 * Adds an article by its address: title, description and picture are what the page says of itself.
 * @throws AppError where the page cannot be fetched; InvalidInput where it has no title.
 */
export async function addArticleByUrl(
  services: Services,
  actor: Actor,
  address: string,
  now: Date = new Date(),
): Promise<Article> {
  demand(actor, 'articles.write');
  const response = await guardedFetch(canonicalUrl(address), {
    allowedOrigins: services.config.fetchAllowedOrigins,
    maxBytes: 5_000_000,
    timeoutMs: 20_000,
    headers: { accept: 'text/html' },
  });
  if (response.status !== 200) throw new InvalidInput(say.answered(address, String(response.status)));
  const page = readPageMetadata(response.body, response.url, response.headers['content-type']);
  if (page.title === '') throw new InvalidInput(say.noTitle(address));
  return keep(
    services,
    actor,
    {
      guid: null,
      url: canonicalUrl(page.canonical ?? response.url),
      title: page.title,
      standfirst: page.description,
      author: page.author,
      html: '',
      image: page.image === null ? null : { ...page.image, credit: '' },
      categories: page.section === null ? [] : [page.section],
      language: page.language,
      publishedAt: page.publishedAt ?? now,
    },
    now,
  );
}

const headerNames = [
  'title',
  'url',
  'standfirst',
  'author',
  'categories',
  'image',
  'image-alt',
  'image-credit',
  'published',
  'language',
];

/**
 * Adds an article written in a file: lines such as `Title: …`, an empty line, and then HTML or plain paragraphs.
 * @throws InvalidInput naming the line that is wrong.
 */
export async function addArticleFromFile(
  services: Services,
  actor: Actor,
  path: string,
  now: Date = new Date(),
): Promise<Article> {
  demand(actor, 'articles.write');
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new InvalidInput(`${path} cannot be read: ${messageOf(error)}`);
  });
  return keep(services, actor, parseArticleFile(text.replaceAll('\0', ''), now), now);
}

export function parseArticleFile(text: string, now: Date): ArticleContent {
  const [head = '', ...rest] = text.replaceAll('\r\n', '\n').split(/\n[ \t]*\n/);
  const fields = readHeader(head);
  const body = rest.join('\n\n').trim();
  const html = sanitiseHtml(/<(p|h\d|ul|ol|figure|blockquote)\b/i.test(body) ? body : paragraphs(body));
  const field = (name: string): string => fields.get(name) ?? '';
  if (field('title') === '') throw new InvalidInput('the file has no line "Title: …"');
  if (field('url') === '')
    throw new InvalidInput('the file has no line "URL: …", the address readers are led to');
  const image =
    field('image') === ''
      ? null
      : { url: canonicalUrl(field('image')), alt: field('image-alt'), credit: field('image-credit') };
  const published = field('published');
  const publishedAt = published === '' ? now : parseFeedDate(published);
  if (publishedAt === null)
    throw new InvalidInput(
      `Published is ${JSON.stringify(published)}; write it as 2026-11-23 or 2026-11-23T09:30:00Z`,
    );
  return {
    guid: null,
    url: canonicalUrl(field('url')),
    title: field('title'),
    standfirst: field('standfirst') || summarise(html),
    author: field('author'),
    html,
    image,
    categories: field('categories')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
    language: field('language') || null,
    publishedAt,
  };
}

function readHeader(head: string): Map<string, string> {
  const lines = head.split('\n').filter((line) => line.trim() !== '');
  return new Map(
    lines.map((line, index) => {
      const [, name = '', value = ''] = /^([\w-]+)\s*:\s*(.*)$/.exec(line) ?? [];
      if (headerNames.includes(name.toLowerCase())) return [name.toLowerCase(), cleanLine(value, 2_000)];
      throw new InvalidInput(
        `line ${index + 1} is ${JSON.stringify(line.slice(0, 80))}; it begins with one of ${headerNames.join(', ')} and a colon`,
      );
    }),
  );
}

function paragraphs(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return escaped
    .split(/\n{2,}/)
    .map((part) => `<p>${part.trim()}</p>`)
    .join('');
}

async function keep({ db }: Services, actor: Actor, content: ArticleContent, now: Date): Promise<Article> {
  return db.transaction().execute(async (trx) => {
    await keepArticle(trx, null, { ...content, title: plainLine(content.title, 500) }, now);
    const row = await selectKnownArticle(trx, content.url, null, null);
    if (row === undefined) throw new Conflict(`${content.url} was added by somebody else at the same moment`);
    await recordAudit(trx, actor, 'article.add', `article:${row.id}`, { url: content.url });
    return toArticle(row);
  });
}

/**
 * Marks an article to lead the next edition that takes it, or takes the mark away.
 * @throws NotFound
 */
export async function markLead(
  { db }: Services,
  actor: Actor,
  articleId: number,
  marked: boolean,
  now: Date = new Date(),
): Promise<Article> {
  demand(actor, 'articles.write');
  return db.transaction().execute(async (trx) => {
    const row = await selectArticle(trx, articleId);
    if (row === undefined) throw new NotFound(say.noArticle(String(articleId)));
    const leadMarkedAt = marked ? now : null;
    await updateArticle(trx, articleId, { leadMarkedAt });
    const action = marked ? 'article.lead' : 'article.no-lead';
    const change = changeOf({ leadMarkedAt: row.leadMarkedAt }, { leadMarkedAt });
    await recordAudit(trx, actor, action, `article:${articleId}`, { title: row.title }, change);
    return toArticle({ ...row, leadMarkedAt });
  });
}
