import express, { type Request, type Response, Router } from 'express';
import { may, signedIn } from '../../../access/desk.ts';
import { deskFrameOf } from '../../../access/desk-frame.ts';
import { NotFound } from '../../../errors.ts';
import { loadPublication } from '../../../publication/publication.ts';
import type { Services } from '../../../services.ts';
import { requireEdition } from '../../edition.ts';
import { act } from './acts.ts';
import { askedIn } from './asked.ts';
import { type DrawEdition, drawerOf } from './draw.ts';
import { readComposition } from './model.ts';
import { composePage } from './pages/compose.ts';
import { composerHref } from './pages/forms.ts';
import { readView } from './read-view.ts';
import { idIn } from '../../../http/fields.ts';
import { orShow } from '../../../http/or-show.ts';
import { say } from '../../../http/say.ts';

// A note may be long, and goes with what it was before.
const form = express.urlencoded({ extended: false, limit: '200kb', parameterLimit: 200 });

/** `/desk/editions/7/compose`: an edition is arranged and written. */
export function createComposePageRoutes(services: Services): Router {
  const draw = drawerOf(services);
  const router = Router();
  router.get('/desk/editions/:id/compose', may('editions.see'), async (request, response) => {
    const { done } = request.query;
    await show(services, draw, request, response, {
      did: typeof done === 'string' ? done : '',
      problem: null,
    });
  });
  router.get('/desk/editions/:id/compose/:name.css', may('editions.see'), async (request, response) => {
    const { drawing } = await draw(await requireEdition(services.db, idIn(request)));
    if (drawing === null) throw new NotFound(say.noPage);
    // A page that is older than a change gets the new styles, and does not keep them under the old name.
    if (request.params['name'] === `mail-${drawing.hash}`)
      response.set('cache-control', 'private, max-age=31536000, immutable');
    response.type('css').send(drawing.stylesheet);
  });
  router.post('/desk/editions/:id/compose', may('editions.write'), form, async (request, response) => {
    await answerForm(services, draw, request, response);
  });
  return router;
}

async function answerForm(
  services: Services,
  draw: DrawEdition,
  request: Request,
  response: Response,
): Promise<void> {
  const editionId = idIn(request);
  const { actor, language } = signedIn(response);
  const composition = await readComposition(services.db, actor, editionId, language);
  const run = async (): Promise<void> => {
    const { did, chosen } = await act({ services, actor, editionId, request, composition });
    const asked = { ...askedIn(request), chosen };
    const href = composerHref({ edition: composition.edition, asked }, {});
    const place = chosen === '' ? '' : `#block-${chosen}`;
    response.redirect(303, `${href}${href.includes('?') ? '&' : '?'}done=${did}${place}`);
  };
  await orShow(response, language, run, (problem) =>
    show(services, draw, request, response, { did: '', problem }),
  );
}

async function show(
  services: Services,
  draw: DrawEdition,
  request: Request,
  response: Response,
  said: { did: string; problem: string | null },
): Promise<void> {
  const publication = await loadPublication(services.db);
  const frame = deskFrameOf(request, response, publication);
  const view = await readView(services, draw, signedIn(response), idIn(request), askedIn(request), {
    ...said,
    language: frame.language,
    timeZone: publication?.timeZone ?? 'UTC',
  });
  response.send(composePage(frame, view));
}
