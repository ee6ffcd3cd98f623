import { type Request, type Response, Router } from 'express';
import { type Block, parseBlocks, withTitle } from '../../emails/index.ts';
import { NotFound } from '../errors.ts';
import { frameOf } from '../http/frame.ts';
import { loadPublication, requirePublication } from '../publication/publication.ts';
import type { Services } from '../services.ts';
import { listGallery, renderGallery } from './gallery.ts';
import { type ArchiveItem, archivePage } from './pages/archive.ts';
import { galleryPage } from './pages/gallery.ts';
import { selectArchive, selectPublished } from './queries/revisions.ts';
import { longDay } from '../text/long-day.ts';

const pageSize = 20;
// A mail carries its styles inside; no script of it runs, and nothing but pictures is loaded.
const mailPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' https: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-top-navigation-by-user-activation allow-popups allow-popups-to-escape-sandbox";

/** Past editions, each on a page of its own, and, on a developer's machine, the gallery of mails. */
export function createEditionRoutes(services: Services): Router {
  const router = Router();
  router.get('/archive', async (request, response) => {
    const publication = await loadPublication(services.db);
    const frame = frameOf(request, publication);
    const newsletter = matching(request.query['newsletter'], /^[a-z0-9-]+$/);
    const before = Number(matching(request.query['before'], /^\d{1,15}$/)) || null;
    const rows = await selectArchive(services.db, { newsletter, before, limit: pageSize + 1 });
    const shown = rows.slice(0, pageSize);
    const older =
      rows.length > pageSize
        ? `/archive?before=${shown.at(-1)?.id}${newsletter === null ? '' : `&newsletter=${encodeURIComponent(newsletter)}`}`
        : null;
    response.send(
      archivePage(
        frame,
        shown.map((row) => toItem(row, frame.language)),
        older,
      ),
    );
  });
  router.get('/editions/:slug', async (request, response) => {
    const edition = await selectPublished(services.db, request.params.slug);
    if (edition === undefined) throw new NotFound('there is no edition at this address');
    const { webHtml, winner } = edition;
    sendMailPage(response, winner === null ? webHtml : withTitle(webHtml, winner));
  });
  if (!services.config.production) router.use(createGalleryRoutes(services));
  return router;
}

/** A parameter of an address, or null where it is not written as ours are. */
function matching(value: unknown, pattern: RegExp): string | null {
  return typeof value === 'string' && pattern.test(value) ? value : null;
}

function createGalleryRoutes(services: Services): Router {
  const router = Router();
  router.get('/gallery', async (request: Request, response) => {
    const frame = frameOf(request, await loadPublication(services.db));
    const entries = (await listGallery(services)).map(({ title, name }) => ({
      title,
      href: `/gallery/${name}`,
    }));
    response.send(galleryPage(frame, entries));
  });
  router.get('/gallery/:name', async (request, response) => {
    const markup = await renderGallery(services, await requirePublication(services.db), request.params.name);
    if (markup === null) throw new NotFound('there is no mail of this name in the gallery');
    sendMailPage(response, markup);
  });
  return router;
}

function sendMailPage(response: Response, markup: string): void {
  response.set('content-security-policy', mailPolicy).type('html').send(markup);
}

type Row = Awaited<ReturnType<typeof selectArchive>>[number];

function toItem(
  { slug, number, subject, preheader, newsletter, launchedAt, timeZone, blocks }: Row,
  language: string,
): ArchiveItem {
  const date = longDay(launchedAt ?? new Date(0), language, timeZone);
  const read = parseBlocks(blocks);
  const lead = read.find((block) => block.kind === 'lead')?.article;
  const shown = lead !== undefined && isAbout(subject, lead.title) ? lead : null;
  return {
    slug,
    number,
    title: shown?.title ?? subject,
    more: shown === null ? 0 : countStories(read) - 1,
    preheader,
    newsletter,
    date,
    picture: lead?.image ?? null,
  };
}

/** Whether a subject begins with a headline, whole or shortened; the editors' own one does not. */
function isAbout(subject: string, title: string): boolean {
  const [beginning = ''] = subject.split('…');
  return (
    subject.startsWith(title) || (beginning !== subject && beginning !== '' && title.startsWith(beginning))
  );
}

function countStories(blocks: Block[]): number {
  return blocks.reduce((count, block) => {
    if (block.kind === 'lead' || block.kind === 'article') return count + 1;
    if (block.kind === 'section') return count + block.articles.length;
    return block.kind === 'headlines' ? count + block.items.length : count;
  }, 0);
}
