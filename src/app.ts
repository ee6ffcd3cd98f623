import express, { type Express, type Request, type Response } from 'express';
import { deskFrameOf } from './access/desk-frame.ts';
import { reportAll } from './report-all.ts';
import { guardedFetch } from './guarded-fetch.ts';
import { createAssetRoutes } from './http/asset-routes.ts';
import { errorPages, notFound } from './http/errors.ts';
import { frameOf } from './http/frame.ts';
import { createHealthRoutes } from './http/health-routes.ts';
import { createLimits } from './http/limits.ts';
import { logRequests } from './http/log-requests.ts';
import { createMetricsRoutes } from './http/metrics-routes.ts';
import { refuseCrossSite, refuseNul, securityHeaders } from './http/security.ts';
import { timeRequests } from './http/time-requests.ts';
import { loadPublication } from './publication/publication.ts';
import { mountRoutes } from './routes.ts';
import type { Services } from './services.ts';
import type { DeskFrame } from './views/desk.ts';
import type { PageFrame } from './views/layout.ts';

// Posted to by other sites' forms, by mail programs and by providers; they use no cookie and act by their own tokens.
const crossSite = [/^\/subscribe$/, /^\/unsubscribe\//, /^\/webhooks\//];

/**
 * The web application, from its parts; the order of what is used here matters.
 * @param fetch how what others name is fetched
 */
export function createApp(services: Services, fetch: typeof guardedFetch = guardedFetch): Express {
  const { config, log, metrics, db } = services;
  const loadFrame = async (request: Request): Promise<PageFrame> =>
    frameOf(request, await loadPublication(db).catch(() => null));
  const loadDeskFrame = async (request: Request, response: Response): Promise<DeskFrame> =>
    deskFrameOf(request, response, await loadPublication(db).catch(() => null));

  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', config.trustProxy);
  app.use(createHealthRoutes(services));
  if (config.metrics.token !== null)
    app.use(createMetricsRoutes({ metrics, token: config.metrics.token, refresh: reportAll(services) }));
  app.use(timeRequests(metrics));
  app.use(logRequests(log));
  app.use(securityHeaders(config.publicUrl, config.stripe));
  app.use(refuseNul);
  app.use(createAssetRoutes(async () => (await loadPublication(db))?.theme.accent ?? null));
  app.use(refuseCrossSite(config.publicUrl, crossSite));
  mountRoutes(app, services, { limits: createLimits(services), fetch });
  app.use(notFound);
  app.use(errorPages(log, loadFrame, loadDeskFrame));
  return app;
}
