import type { Express } from 'express';
import { createArticleRoutes } from './articles/routes.ts';
import { createDeliveryRoutes } from './delivery/routes.ts';
import { createEditionRoutes } from './editions/routes.ts';
import type { Limits } from './http/limits.ts';
import type { Services } from './services.ts';
import { createSubscriberRoutes } from './subscribers/routes.ts';

/** The table of contents of our addresses. */
export function mountRoutes(app: Express, services: Services, limits: Limits): void {
  app.use(createSubscriberRoutes(services, limits)); // /, /subscribe, /embed, /confirm, /unsubscribe, /preferences, /account, /privacy, /terms, /imprint
  app.use(createEditionRoutes(services)); // /archive, /editions, /gallery
  app.use(createDeliveryRoutes(services)); // /c
  app.use(createArticleRoutes(services)); // /i
}
