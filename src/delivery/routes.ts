import { Router } from 'express';
import { NotFound } from '../errors.ts';
import type { Services } from '../services.ts';
import { followLink } from './clicks.ts';

/** `/c/<token>`: a link of a mail leads on from here, to an address that was kept when the mail was frozen. */
export function createDeliveryRoutes(services: Services): Router {
  const router = Router();
  router.get('/c/:token', async (request, response) => {
    const { token } = request.params;
    const url = await followLink(services, {
      token,
      method: request.method,
      userAgent: request.get('user-agent'),
    });
    if (url === null) throw new NotFound('this link is not one of ours, or it is damaged');
    response.set({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
    response.redirect(302, url);
  });
  return router;
}
