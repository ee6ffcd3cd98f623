import { type Request, type Response, Router } from 'express';
import { may, signedIn } from '../../access/desk.ts';
import { deskFrameOf } from '../../access/desk-frame.ts';
import { AppError } from '../../errors.ts';
import { idIn, listField, textField } from '../../http/fields.ts';
import { listNewsletters, requireNewsletter } from '../../publication/newsletters.ts';
import { loadPublication } from '../../publication/publication.ts';
import type { Services } from '../../services.ts';
import { exportPerson } from '../export-person.ts';
import { exportColumns } from '../export-rows.ts';
import { streamExport } from '../export.ts';
import { form } from '../http-parts.ts';
import type { KeptElsewhere } from '../kept-elsewhere.ts';
import { exportPage } from './pages/export.ts';

/** `/desk/readers/export` and `/desk/readers/7/data`: what leaves the desk as a file, for owners who have just proved who they are. */
export function createExportRoutes(services: Services, elsewhere: KeptElsewhere[]): Router {
  const { db, log } = services;
  const router = Router();
  const ask = async (request: Request, response: Response, problem: string | null): Promise<void> => {
    const frame = deskFrameOf(request, response, await loadPublication(db));
    const newsletters = await listNewsletters(db);
    response.send(exportPage(frame, { newsletters, columns: exportColumns(elsewhere), problem }));
  };
  router.get('/desk/readers/export', may('subscribers.export'), (request, response) =>
    ask(request, response, null),
  );
  router.post('/desk/readers/export', may('subscribers.export'), form, async (request, response) => {
    const { actor } = signedIn(response);
    try {
      const slug = textField(request, 'newsletter');
      const newsletterId = slug === '' ? null : (await requireNewsletter(db, slug)).id;
      const choice = { newsletterId, columns: listField(request, 'column') };
      await streamExport(db, actor, choice, elsewhere, () => download(response, 'csv', 'readers'));
    } catch (error) {
      if (response.headersSent) {
        // Half of a file is out: the connection breaks, so that it is not taken for a whole one.
        log.warn({ err: error }, 'an export did not get through');
        return response.destroy();
      }
      if (!(error instanceof AppError) || ![400, 404].includes(error.status)) throw error;
      response.status(400);
      await ask(request, response, error.sayIn(signedIn(response).language));
    }
  });
  router.post('/desk/readers/:id/data', may('subscribers.export'), async (request, response) => {
    const id = idIn(request);
    const all = await exportPerson(services, signedIn(response).actor, id, elsewhere);
    download(response, 'json', `reader-${id}`).end(`${JSON.stringify(all, null, 2)}\n`);
  });
  return router;
}

function download(response: Response, type: 'csv' | 'json', name: string): Response {
  const day = new Date().toISOString().slice(0, 10);
  return response.type(type).attachment(`${name}-${day}.${type}`);
}
