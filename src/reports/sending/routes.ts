import { type Request, type Response, Router } from 'express';
import { may, signedIn } from '../../access/desk.ts';
import { can } from '../../access/permissions.ts';
import { pauseSend, resumeSend } from '../../delivery/control.ts';
import { type Progress, readProgress } from '../../delivery/progress.ts';
import { stopsOf } from '../../delivery/stop-rules/apply.ts';
import { nameOf } from '../../editions/desk/parts.ts';
import { requireEdition } from '../../editions/edition.ts';
import { NotFound } from '../../errors.ts';
import { requireNewsletter } from '../../publication/newsletters.ts';
import type { Services } from '../../services.ts';
import { form } from '../../staff/http-parts.ts';
import { sendingPage, sendingPart, type SendingView } from '../pages/sending.ts';
import { sceneOf } from '../scene.ts';
import { SendWatch } from './watch.ts';
import { idIn } from '../../http/fields.ts';
import { orShow } from '../../http/or-show.ts';
import { say } from '../say.ts';

/** `/desk/editions/7/sending`: how an edition goes out, as it goes. */
export function createSendingRoutes(services: Services): Router {
  const { db } = services;
  const watch = new SendWatch(services);
  const router = Router();

  const show = async (request: Request, response: Response, problem: string | null): Promise<void> => {
    const scene = await sceneOf(services, request, response);
    const { view, progress } = await readView(services, request, response);
    const { done } = request.query;
    const did = typeof done === 'string' ? done : '';
    const pace = watch.paceOf(progress);
    response.send(sendingPage(scene, { ...view, progress, pace, did, problem }));
  };

  router.get('/desk/editions/:id/sending', may('editions.see'), async (request, response) => {
    await show(request, response, null);
  });
  router.get('/desk/editions/:id/sending/events', may('editions.see'), async (request, response) => {
    const { sessionId } = signedIn(response);
    const scene = await sceneOf(services, request, response);
    const { view } = await readView(services, request, response);
    const stream = services.streams.open(request, response, sessionId);
    const render = (progress: Progress, pace: SendingView['pace']): string =>
      sendingPart({ ...scene, now: progress.at }, { ...view, progress, pace, did: '', problem: null }).markup;
    watch.add({ editionId: view.edition.id, sessionId, action: 'editions.see', stream, render });
  });
  router.post('/desk/editions/:id/sending/pause', may('editions.send'), form, async (request, response) => {
    const id = idIn(request);
    const { actor, language } = signedIn(response);
    const pause = async (): Promise<void> => {
      await pauseSend(services, id, actor);
      response.redirect(303, `/desk/editions/${id}/sending?done=pause`);
    };
    await orShow(response, language, pause, (problem) => show(request, response, problem));
  });
  router.post('/desk/editions/:id/sending/resume', may('editions.send'), form, async (request, response) => {
    const id = idIn(request);
    const { actor, language } = signedIn(response);
    const resume = async (): Promise<void> => {
      // What a limit keeps is asked about on a page of its own.
      const isKept = (await stopsOf(db, id)).length > 0;
      if (!isKept) await resumeSend(services, id, actor);
      response.redirect(
        303,
        isKept ? `/desk/editions/${id}/resume` : `/desk/editions/${id}/sending?done=resume`,
      );
    };
    await orShow(response, language, resume, (problem) => show(request, response, problem));
  });
  return router;
}

async function readView(
  { db }: Services,
  request: Request,
  response: Response,
): Promise<{
  view: Pick<SendingView, 'edition' | 'mayAct' | 'mayWrite' | 'seesPeople'>;
  progress: Progress;
}> {
  const { role } = signedIn(response);
  const edition = await requireEdition(db, idIn(request));
  const progress = (await readProgress(db, [edition.id])).get(edition.id);
  if (progress === undefined) throw new NotFound(say.notGone);
  const { name: newsletter } = await requireNewsletter(db, edition.newsletterId);
  const { id, number, subject, language } = edition;
  return {
    view: {
      edition: { id, subject, language, name: nameOf({ newsletter, number }) },
      mayAct: can(role, 'editions.send'),
      mayWrite: can(role, 'editions.write'),
      seesPeople: can(role, 'subscribers.see'),
    },
    progress,
  };
}
