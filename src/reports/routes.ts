import { Router } from 'express';
import type { Services } from '../services.ts';
import { createCorrectRoutes } from './correcting/correct-routes.ts';
import { createCorrectionsRoutes } from './correcting/corrections-routes.ts';
import { createListRoutes } from './list/routes.ts';
import { createReportRoutes } from './report/routes.ts';
import { createResendRoutes } from './resend/routes.ts';
import { createSendingRoutes } from './sending/routes.ts';

/** `/desk/editions`, and of each edition how it goes out, its report, and its corrections. */
export function createReportsRoutes(services: Services): Router {
  const router = Router();
  router.use(createListRoutes(services));
  router.use(createSendingRoutes(services));
  router.use(createResendRoutes(services));
  router.use(createReportRoutes(services));
  router.use(createCorrectRoutes(services));
  router.use(createCorrectionsRoutes(services));
  return router;
}
