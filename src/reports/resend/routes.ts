import { type Request, type Response, Router } from 'express';
import { may, signedIn } from '../../access/desk.ts';
import { readBalance } from '../../delivery/balance.ts';
import { resendUncertain } from '../../delivery/control.ts';
import { nameOf } from '../../editions/desk/parts.ts';
import { requireEdition } from '../../editions/edition.ts';
import { idIn, textField } from '../../http/fields.ts';
import { requireNewsletter } from '../../publication/newsletters.ts';
import type { Services } from '../../services.ts';
import { form } from '../../staff/http-parts.ts';
import { resendPage } from '../pages/resend.ts';
import { sceneOf } from '../scene.ts';
import { orShow } from '../../http/or-show.ts';

/** `/desk/editions/7/resend`: those of whom it is not known whether they got it get it once more, where a person says so. */
export function createResendRoutes(services: Services): Router {
  const { db } = services;
  const router = Router();

  const show = async (request: Request, response: Response, problem: string | null): Promise<void> => {
    const scene = await sceneOf(services, request, response);
    const { id, number, subject, language, newsletterId } = await requireEdition(db, idIn(request));
    const { name: newsletter } = await requireNewsletter(db, newsletterId);
    const { uncertain } = await readBalance(db, id);
    const edition = { id, subject, language, name: nameOf({ newsletter, number }) };
    response.send(resendPage(scene, { edition, uncertain, problem }));
  };

  router.get('/desk/editions/:id/resend', may('editions.send'), async (request, response) => {
    await show(request, response, null);
  });
  router.post('/desk/editions/:id/resend', may('editions.send'), form, async (request, response) => {
    const id = idIn(request);
    const { actor, language } = signedIn(response);
    const resend = async (): Promise<void> => {
      const expected = Number(textField(request, 'expected')) || 0;
      await resendUncertain(services, id, actor, { expected });
      response.redirect(303, `/desk/editions/${id}/sending?done=resend`);
    };
    await orShow(response, language, resend, (problem) => show(request, response, problem));
  });
  return router;
}
