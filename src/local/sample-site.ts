import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import { html, raw } from '../views/html.ts';
import { freePort } from './free-port.ts';
import type { SampleArticle } from './sample/article.ts';
import { sampleArticles } from './sample/articles/index.ts';
import { drawScene, type Scene } from './sample/pictures.ts';
import { samplePublication } from './sample/publication.ts';

export interface SampleSite {
  origin: string;
  feedUrl: string;
  stop(): Promise<void>;
}

const credit = 'Courier Studio';

/**
 * The sample newspaper's own site, on this machine only: a feed with full content, its pictures and its pages.
 * @param firstRun what the stories' dates are counted back from, so that they stay the same
 */
export async function startSampleSite({
  port,
  firstRun,
}: {
  port: number;
  firstRun: Date;
}): Promise<SampleSite> {
  const free = await freePort(port, '127.0.0.1');
  const server = createSite(firstRun).listen(free.port, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  return { origin, feedUrl: `${origin}/feed.xml`, stop };
}

function createSite(firstRun: Date): Express {
  const app = express();
  const pictures = new Map<Scene, Promise<Buffer>>();
  app.get('/feed.xml', (request, response) => {
    const feed = writeFeed(`${request.protocol}://${request.host}`, firstRun);
    response.set('etag', `"${createHash('sha256').update(feed).digest('hex').slice(0, 16)}"`);
    response.type('application/rss+xml').send(feed);
  });
  app.get('/images/:scene.jpg', async (request, response, next) => {
    const article = sampleArticles.find(({ picture }) => picture?.scene === request.params.scene);
    if (!article?.picture) return next();
    const { scene } = article.picture;
    const drawn = pictures.get(scene) ?? drawScene(scene);
    pictures.set(scene, drawn);
    return response.type('jpg').send(await drawn);
  });
  app.get('/:year/:month/:slug', (request, response, next) => {
    const article = sampleArticles.find(({ slug }) => slug === request.params.slug);
    if (article === undefined) return next();
    return response.type('html').send(writePage(article, firstRun));
  });
  app.get('/', (_request, response) => void response.redirect('/feed.xml'));
  return app;
}

function publishedAt({ hoursAgo }: SampleArticle, firstRun: Date): Date {
  return new Date(firstRun.getTime() - hoursAgo * 3_600_000);
}

function pathOf(article: SampleArticle, firstRun: Date): string {
  const [year, month] = publishedAt(article, firstRun).toISOString().split('-');
  return `/${year}/${month}/${article.slug}`;
}

function bodyOf(article: SampleArticle, firstRun: Date): string {
  const also = sampleArticles.filter(({ slug }) => article.readAlso.includes(slug));
  const list = html`<p><strong>Read also:</strong></p><ul>${also.map((one) => html`<li><a href="${pathOf(one, firstRun)}">${one.title}</a></li>`)}</ul>`;
  return html`${article.paragraphs.map((text) => html`<p>${text}</p>\n`)}${also.length > 0 && list}`.markup;
}

function writeFeed(origin: string, firstRun: Date): string {
  const items = [...sampleArticles]
    .sort((a, b) => a.hoursAgo - b.hoursAgo)
    .map((article) => writeItem(article, origin, firstRun));
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>${escaped(samplePublication.name)}</title>
<link>${origin}/</link>
<atom:link href="${origin}/feed.xml" rel="self" type="application/rss+xml"/>
<description>${escaped(samplePublication.tagline)}</description>
<language>en</language>
${items.join('\n')}
</channel>
</rss>
`;
}

function escaped(text: string | undefined): string {
  return html`${text}`.markup;
}

function writeItem(article: SampleArticle, origin: string, firstRun: Date): string {
  const { slug, title, standfirst, author, category, picture } = article;
  const media =
    picture &&
    html`<media:content url="${origin}/images/${picture.scene}.jpg" type="image/jpeg" medium="image" width="1600" height="900">
<media:description>${picture.alt}</media:description><media:credit>${credit}</media:credit></media:content>`;
  return html`<item>
<title>${title}</title>
<link>${origin}${pathOf(article, firstRun)}</link>
<guid isPermaLink="false">courier-${slug}</guid>
<pubDate>${publishedAt(article, firstRun).toUTCString()}</pubDate>
<dc:creator>${author}</dc:creator>
<category>${category}</category>
<description>${standfirst}</description>
<content:encoded>${raw('<![CDATA[')}${raw(bodyOf(article, firstRun))}${raw(']]>')}</content:encoded>
${media}
</item>`.markup;
}

const styles = `body{margin:0;background:#fbf9f5;color:#16181c;font:400 1.15rem/1.65 Georgia,'Times New Roman',serif}main{max-width:38rem;margin:0 auto;padding:2rem 1.25rem 4rem}header{text-align:center;border-bottom:3px double #16181c;padding:1.5rem;font-weight:700;font-size:1.5rem}h1{font-size:clamp(1.9rem,6vw,2.7rem);line-height:1.12;margin:.4rem 0 1rem}.kicker{color:#0b5394;font:700 .8rem/1.4 Arial,sans-serif;letter-spacing:.08em;text-transform:uppercase;margin:0}.standfirst{font-size:1.3rem;line-height:1.45}.byline,figcaption{color:#5a5e66;font:400 .9rem/1.5 Arial,sans-serif}figure{margin:1.5rem 0}img{width:100%;height:auto;display:block}`;

function writePage(article: SampleArticle, firstRun: Date): string {
  const { title, standfirst, author, category, picture } = article;
  const figure =
    picture &&
    html`<figure><img src="/images/${picture.scene}.jpg" alt="${picture.alt}" width="1600" height="900"><figcaption>Picture: ${credit}</figcaption></figure>`;
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${samplePublication.name}</title><meta name="description" content="${standfirst}">
<meta property="og:title" content="${title}"><meta property="og:description" content="${standfirst}"><meta property="article:published_time" content="${publishedAt(article, firstRun).toISOString()}">
${picture && html`<meta property="og:image" content="/images/${picture.scene}.jpg"><meta property="og:image:alt" content="${picture.alt}">`}<meta name="author" content="${author}"><meta property="article:section" content="${category}">
<style>${raw(styles)}</style></head><body><header>${samplePublication.name}</header><main><p class="kicker">${category}</p><h1>${title}</h1><p class="standfirst">${standfirst}</p><p class="byline">By ${author} · a made-up story of a sample newspaper</p>${figure}${raw(bodyOf(article, firstRun))}</main></body></html>`
    .markup;
}
