import { Router } from 'express';
import { frameOf } from '../../http/frame.ts';
import type { Limits } from '../../http/limits.ts';
import { loadPublication } from '../../publication/publication.ts';
import type { Services } from '../../services.ts';
import { whyPage, whyUnknownPage } from '../pages/why.ts';
import { explainAppeal } from './explain.ts';

const perNetwork = { name: 'why', points: 120, seconds: 600, by: 'network' } as const;

/** `/why/<token>`: why this mail asked for money. The link opens nothing else: no session, no preferences, no address. */
export function createAppealRoutes(services: Services, limits: Limits): Router {
  const router = Router();
  router.get('/why/:token', async (request, response) => {
    await limits.spend(request, perNetwork);
    const reference = services.tokens.readDelivery('why', request.params.token);
    const told = reference && (await explainAppeal(services.db, reference));
    const frame = frameOf(request, await loadPublication(services.db), told?.language ?? null);
    response.set('cache-control', 'no-store');
    if (told === null) return void response.status(404).send(whyUnknownPage(frame));
    response.send(whyPage(frame, told, { preferences: '/account', support: '/support' }));
  });
  return router;
}
