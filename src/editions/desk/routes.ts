import { Router } from 'express';
import { may } from '../../access/desk.ts';
import { deskFrameOf } from '../../access/desk-frame.ts';
import { loadPublication } from '../../publication/publication.ts';
import type { Services } from '../../services.ts';
import { todayPage } from './page.ts';
import { readToday } from './today.ts';

/** `/desk`: what is coming, and what has gone out. */
export function createDeskEditionRoutes({ db }: Services): Router {
  const router = Router();
  router.get('/desk', may('editions.see'), async (request, response) => {
    const publication = await loadPublication(db);
    const frame = deskFrameOf(request, response, publication);
    response.send(todayPage(frame, await readToday(db), publication?.timeZone ?? 'UTC'));
  });
  return router;
}
