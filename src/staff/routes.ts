import { Router } from 'express';
import { deskHeaders } from '../http/security.ts';
import type { Limits } from '../http/limits.ts';
import type { Services } from '../services.ts';
import { createAccountRoutes } from './account-routes.ts';
import { createFactorRoutes } from './factor-routes.ts';
import { gateOf } from './gate.ts';
import { createKeyRoutes } from './keys/routes.ts';
import { createLogRoutes } from './log-routes.ts';
import { createPeopleRoutes } from './people-routes.ts';
import { createSenderRoutes } from './sender/routes.ts';
import { createSecondFactorRoutes, createSignInAgainRoutes } from './second-factor-routes.ts';
import { createJoinRoutes, createSignInLinkRoutes, createSignInRoutes } from './sign-in-routes.ts';

/**
 * What stands in front of the desk and at its gate. Behind this every address below `/desk` is asked for by somebody
 * who is signed in; each route says by `may` what it takes.
 */
export function createDeskDoor(services: Services, limits: Limits): Router {
  const router = Router();
  router.use('/desk', deskHeaders(services.config.publicUrl));
  router.use(createSignInRoutes(services, limits));
  router.use(createSecondFactorRoutes(services, limits));
  router.use(createSignInLinkRoutes(services, limits));
  router.use(createJoinRoutes(services, limits));
  router.use('/desk', gateOf(services));
  return router;
}

/** `/desk/staff`, `/desk/sender`, `/desk/keys`, `/desk/account`, `/desk/sign-in-again` and `/desk/log`. */
export function createStaffRoutes(services: Services, limits: Limits): Router {
  const router = Router();
  router.use(createSignInAgainRoutes(services, limits));
  router.use(createPeopleRoutes(services));
  router.use(createAccountRoutes(services));
  router.use(createFactorRoutes(services, limits));
  router.use(createSenderRoutes(services));
  router.use(createKeyRoutes(services));
  router.use(createLogRoutes(services));
  return router;
}
