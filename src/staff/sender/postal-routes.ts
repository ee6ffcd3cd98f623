import { Router } from 'express';
import { may, signedIn } from '../../access/desk.ts';
import { Conflict, InvalidInput } from '../../errors.ts';
import { textField } from '../../http/fields.ts';
import { orShow } from '../../http/or-show.ts';
import { requirePublication, setPublication } from '../../publication/publication.ts';
import type { Services } from '../../services.ts';
import { form, loadDeskFrame } from '../http-parts.ts';
import { postalForm } from './postal-page.ts';
import { senderWords } from './words.ts';

/** `/desk/postal-address`: what stands at the foot of each mail, and how owners change it. */
export function createPostalRoutes(services: Services): Router {
  const { db } = services;
  const router = Router();
  router.get('/desk/postal-address', may('settings.change'), async (request, response) => {
    const frame = await loadDeskFrame(services, request, response);
    const { postalAddress } = await requirePublication(db);
    response.send(postalForm(frame, { postalAddress, seen: postalAddress, problem: null }));
  });
  router.post('/desk/postal-address', may('settings.change'), form, async (request, response) => {
    const { actor, language } = signedIn(response);
    const { postal } = senderWords(language);
    const typed = linesOf(textField(request, 'postalAddress'));
    const save = async (): Promise<void> => {
      if (typed === '') throw new InvalidInput(postal.empty);
      const { postalAddress } = await requirePublication(db);
      if (linesOf(postalAddress) !== linesOf(textField(request, 'seen'))) throw new Conflict(postal.changed);
      await setPublication(db, actor, { postalAddress: typed });
      response.redirect(303, '/desk/sender?done=postal#postal');
    };
    await orShow(response, language, save, async (problem, error) => {
      const frame = await loadDeskFrame(services, request, response);
      const { postalAddress } = await requirePublication(db);
      const shown = error instanceof Conflict ? postalAddress : typed;
      response.send(postalForm(frame, { postalAddress: shown, seen: postalAddress, problem }));
    });
  });
  return router;
}

/** As it was typed, but for how a browser ends its lines. */
function linesOf(text: string): string {
  return text.replaceAll('\r\n', '\n').trim();
}
