import { Router } from 'express';
import type { Limits } from '../http/limits.ts';
import type { Services } from '../services.ts';
import { createBallotRoutes } from './ballot-routes.ts';
import { createSuggestionRoutes } from './suggestion-routes.ts';
import { createMailedVoteRoutes } from './mailed-vote-routes.ts';

/** Pages where patrons suggest and vote, and where everybody sees what came of it. */
export function createTopicRoutes(services: Services, limits: Limits): Router {
  const router = Router();
  router.use(createSuggestionRoutes(services, limits));
  router.use(createBallotRoutes(services, limits));
  router.use(createMailedVoteRoutes(services, limits));
  return router;
}
