import { type Request, Router } from 'express';
import { may, signedIn } from '../../access/desk.ts';
import { deskFrameOf } from '../../access/desk-frame.ts';
import { idIn, listField, textField } from '../../http/fields.ts';
import { loadPublication } from '../../publication/publication.ts';
import type { Services } from '../../services.ts';
import { form, loadDeskFrame } from '../http-parts.ts';
import { listStaff } from '../staff.ts';
import { endKey } from './end-key.ts';
import { listKeys, requireKey } from './key.ts';
import { makeKey } from './make-key.ts';
import { endKeyPage, keysPage, madeKeyPage, newKeyPage } from './page.ts';
import { orShow } from '../../http/or-show.ts';

const first = { name: '', scopes: [], days: '365', problem: null };

/** `/desk/keys`: owners make keys to the API, and end them. */
export function createKeyRoutes(services: Services): Router {
  const { db, config } = services;
  const router = Router();
  router.get('/desk/keys', may('api-keys.see'), async (request, response) => {
    const publication = await loadPublication(db);
    const view = {
      keys: await listKeys(db),
      people: await listStaff(db),
      timeZone: publication?.timeZone ?? 'UTC',
      isDone: request.query['done'] === '1',
    };
    response.send(keysPage(deskFrameOf(request, response, publication), view));
  });
  router.get('/desk/keys/new', may('api-keys.change'), async (request, response) => {
    response.send(newKeyPage(await loadDeskFrame(services, request, response), first));
  });
  router.post('/desk/keys', may('api-keys.change'), form, async (request, response) => {
    const frame = await loadDeskFrame(services, request, response);
    const typed = typedIn(request);
    const { name, scopes, days } = typed;
    const make = async (): Promise<void> => {
      const wanted = { name, scopes, days: days === 'never' ? null : Number(days) };
      const made = await makeKey(services, signedIn(response).actor, wanted);
      response.send(madeKeyPage(frame, made, config.publicUrl));
    };
    await orShow(response, frame.language, make, (problem) =>
      response.send(newKeyPage(frame, { ...typed, problem })),
    );
  });
  router.get('/desk/keys/:id/end', may('api-keys.change'), async (request, response) => {
    const key = await requireKey(db, idIn(request));
    response.send(endKeyPage(await loadDeskFrame(services, request, response), key));
  });
  router.post('/desk/keys/:id/end', may('api-keys.change'), async (request, response) => {
    await endKey(db, signedIn(response).actor, idIn(request));
    response.redirect(303, '/desk/keys?done=1');
  });
  return router;
}

function typedIn(request: Request) {
  return {
    name: textField(request, 'name'),
    scopes: listField(request, 'scope'),
    days: textField(request, 'days'),
  };
}
