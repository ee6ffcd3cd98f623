import { Router } from 'express';
import { may } from '../../access/desk.ts';
import type { Services } from '../../services.ts';
import { addActs } from './acts.ts';
import { missingOf } from './missing.ts';
import { addQuestions } from './questions.ts';
import { createSendingRoutes } from './sending/routes.ts';
import { showToday } from './show-today.ts';

/** `/desk`: what is coming, what goes out and what has gone out; `/desk/editions/…`: approve, hold, stop. */
export function createDeskEditionRoutes(services: Services): Router {
  const findMissing = missingOf(services);
  const router = Router();
  router.get('/desk', may('editions.see'), async (request, response) => {
    await showToday(services, findMissing, request, response, null);
  });
  router.use(createSendingRoutes(services));
  addQuestions(router, services);
  addActs(router, services, findMissing);
  return router;
}
