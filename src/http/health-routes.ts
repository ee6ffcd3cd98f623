import { Router } from 'express';
import { messageOf } from '../errors.ts';
import { pendingMigrations } from '../migrate.ts';
import { checkServices, type Services } from '../services.ts';

/** `/healthz`: this process answers. `/readyz`: database, queue and migrations are as they should be. */
export function createHealthRoutes(services: Services): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => void response.json({ ok: true }));
  router.get('/readyz', async (_request, response) => {
    const { database, queue } = await checkServices(services);
    const pending =
      database === null
        ? await pendingMigrations(services).catch((error: unknown) => [messageOf(error)])
        : [];
    const ready = database === null && queue === null && pending.length === 0;
    const say = (error: unknown): string => (error === null ? 'ok' : 'does not answer');
    const migrations = pending.length === 0 ? 'ok' : `pending: ${pending.join(', ')}`;
    response
      .status(ready ? 200 : 503)
      .json({ ok: ready, database: say(database), queue: say(queue), migrations });
  });
  return router;
}
