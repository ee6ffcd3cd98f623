import { Router } from 'express';
import { may, signedIn } from '../../access/desk.ts';
import { Conflict } from '../../errors.ts';
import { textField } from '../../http/fields.ts';
import { orShow } from '../../http/or-show.ts';
import { requirePublication, setPublication } from '../../publication/publication.ts';
import type { Services } from '../../services.ts';
import { form, loadDeskFrame } from '../http-parts.ts';
import { colourForm } from './colour-page.ts';
import { senderWords } from './words.ts';

/** `/desk/colour`: the colour of mails and of readers' pages, and how owners change it. */
export function createColourRoutes(services: Services): Router {
  const { db } = services;
  const router = Router();
  router.get('/desk/colour', may('settings.change'), async (request, response) => {
    const frame = await loadDeskFrame(services, request, response);
    const { accent } = (await requirePublication(db)).theme;
    response.send(colourForm(frame, { accent, stored: accent, problem: null }));
  });
  router.post('/desk/colour', may('settings.change'), form, async (request, response) => {
    const { actor, language } = signedIn(response);
    const accent = textField(request, 'accent').trim();
    const save = async (): Promise<void> => {
      const { theme } = await requirePublication(db);
      if (theme.accent !== textField(request, 'seen'))
        throw new Conflict(senderWords(language).colour.changed);
      await setPublication(db, actor, { theme: { accent } });
      response.redirect(303, '/desk/sender?done=colour#colour');
    };
    await orShow(response, language, save, async (problem) => {
      const frame = await loadDeskFrame(services, request, response);
      const stored = (await requirePublication(db)).theme.accent;
      response.send(colourForm(frame, { accent: stored, stored, problem }));
    });
  });
  return router;
}
