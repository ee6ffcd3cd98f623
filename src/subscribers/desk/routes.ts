import { type Request, type Response, Router } from 'express';
import { may, signedIn } from '../../access/desk.ts';
import { deskFrameOf } from '../../access/desk-frame.ts';
import { can } from '../../access/permissions.ts';
import type { Db } from '../../db.ts';
import { idIn } from '../../http/fields.ts';
import { listNewsletters } from '../../publication/newsletters.ts';
import { loadPublication } from '../../publication/publication.ts';
import type { Services } from '../../services.ts';
import type { KeptElsewhere } from '../kept-elsewhere.ts';
import { readReader } from '../read-reader.ts';
import { searchReaders } from '../search-readers.ts';
import { createActRoutes } from './act-routes.ts';
import { createExportRoutes } from './export-routes.ts';
import { readersPage } from './pages/list.ts';
import { readerPage } from './pages/reader.ts';
import type { ReaderAct } from './words/reader-words.ts';

/** Gives the names of actors in a language: who they are is known to the left of here. */
export type NameActors = (db: Db, language: string) => Promise<(actor: string) => string>;

const acts: ReaderAct[] = ['unsubscribe', 'suppress', 'lift', 'erase'];

/** `/desk/readers`: who subscribes; one reader; what may be done to them; the export. */
export function createReaderRoutes(
  services: Services,
  elsewhere: KeptElsewhere[],
  nameActors: NameActors,
): Router {
  const { db } = services;
  const router = Router();
  router.get('/desk/readers', may('subscribers.see'), async (request, response) => {
    const publication = await loadPublication(db);
    const { actor, role } = signedIn(response);
    const asked = {
      text: textIn(request, 'q').slice(0, 254),
      newsletterId: numberIn(request, 'newsletter'),
      before: numberIn(request, 'before'),
    };
    const view = {
      asked,
      ...(await searchReaders(db, actor, asked)),
      newsletters: await listNewsletters(db),
      timeZone: publication?.timeZone ?? 'UTC',
      mayExport: can(role, 'subscribers.export'),
      isErased: request.query['done'] === 'erase',
    };
    response.send(readersPage(deskFrameOf(request, response, publication), view));
  });
  // Before a reader's own page, whose address it would be taken for.
  router.use(createExportRoutes(services, elsewhere));
  const show = async (request: Request, response: Response, problem: string | null): Promise<void> => {
    const publication = await loadPublication(db);
    const { actor, role, language } = signedIn(response);
    const view = {
      nameOf: await nameActors(db, language),
      reader: await readReader(db, actor, idIn(request), elsewhere),
      newsletters: await listNewsletters(db),
      timeZone: publication?.timeZone ?? 'UTC',
      mayChange: can(role, 'subscribers.change'),
      mayExport: can(role, 'subscribers.export'),
      did: acts.find((act) => act === request.query['done']) ?? null,
      problem,
    };
    response.send(readerPage(deskFrameOf(request, response, publication), view));
  };
  router.get('/desk/readers/:id', may('subscribers.see'), (request, response) =>
    show(request, response, null),
  );
  router.use(createActRoutes(services, elsewhere, show));
  return router;
}

function textIn({ query }: Request, name: string): string {
  const value = query[name];
  return typeof value === 'string' ? value.trim() : '';
}

function numberIn(request: Request, name: string): number | null {
  const text = textIn(request, name);
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}
