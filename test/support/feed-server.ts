import { once } from 'node:events';
import { createServer, type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';

export interface FeedServer {
  url: string;
  /** What is answered from now on. */
  answer(body: string | Buffer, headers?: OutgoingHttpHeaders, status?: number): void;
}

/** A newspaper's own server on loopback, with one feed. */
export async function startFeedServer(): Promise<FeedServer> {
  let current: { body: string | Buffer; headers: OutgoingHttpHeaders; status: number } = {
    body: '',
    headers: {},
    status: 404,
  };
  const server = createServer((_request, response) => {
    response.writeHead(current.status, current.headers).end(current.body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed`,
    answer: (body, headers = {}, status = 200) => {
      current = { body, headers, status };
    },
  };
}

export interface FeedItem {
  slug: string;
  title?: string;
  /** Days since the first of November 2026; none: the item has no date. */
  day?: number;
  guid?: string;
  text?: string;
}

/** An RSS feed of these items. */
export function writeRss(items: FeedItem[]): string {
  const written = items.map(({ slug, title = `About ${slug}`, day, guid = slug, text = 'Text.' }) => {
    const date = day === undefined ? '' : new Date(Date.UTC(2026, 10, 1 + day)).toUTCString();
    return `<item><title>${title}</title><link>https://courier.example/${slug}</link><guid isPermaLink="false">${guid}</guid><pubDate>${date}</pubDate><description>${text}</description></item>`;
  });
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Courier</title>${written.join('')}</channel></rss>`;
}
