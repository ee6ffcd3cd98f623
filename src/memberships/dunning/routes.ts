import { type Request, type Response, Router } from 'express';
import type { Limits } from '../../http/limits.ts';
import type { Services } from '../../services.ts';
import { loadFrame } from '../../subscribers/http-parts.ts';
import { mailPartsOf } from '../mail-facts.ts';
import { readFixPaymentToken } from './fix-link.ts';
import { startFix } from './fix-payment.ts';
import { fixPaymentPage, notPayablePage } from './pages/fix-payment.ts';

const limitsOfFix = [
  { name: 'fix-payment', points: 20, seconds: 3600, by: 'address' },
  { name: 'fix-payment-net', points: 80, seconds: 3600, by: 'network' },
] as const;

/** `/fix-payment/:token`: what a mail about a failed payment leads to. It signs nobody in. */
export function createDunningRoutes(services: Services, limits: Limits): Router {
  const router = Router();
  router.get('/fix-payment/:token', async (request, response) => {
    const { token } = request.params;
    const owed = await readFixPaymentToken(services, token);
    const frame = await loadFrame(services, request);
    if (owed === null || owed === 'over') return refuse(services, request, response, owed);
    const { money, day } = await mailPartsOf(services, frame.language);
    const { amount, currency, graceUntil, needsAction } = owed;
    const shown = { token, amount: money(amount, currency), until: day(graceUntil), needsAction };
    response.set('cache-control', 'no-store').send(fixPaymentPage(frame, shown));
  });
  router.post('/fix-payment/:token', async (request, response) => {
    await limits.spend(request, ...limitsOfFix);
    const { token } = request.params;
    const owed = await readFixPaymentToken(services, token);
    if (owed === null || owed === 'over') return refuse(services, request, response, owed);
    const url = await startFix(services, owed).catch((error: unknown) => {
      services.log.error(
        { err: error, dunning: owed.id },
        'the page of a payment could not be had of Stripe',
      );
      return 'away' as const;
    });
    if (url === null || url === 'away') return refuse(services, request, response, url ?? 'over');
    response.set('cache-control', 'no-store').redirect(303, url);
  });
  return router;
}

async function refuse(
  services: Services,
  request: Request,
  response: Response,
  why: 'over' | 'away' | null,
): Promise<void> {
  const frame = await loadFrame(services, request);
  const status = why === null ? 404 : why === 'away' ? 503 : 410;
  response
    .status(status)
    .set('cache-control', 'no-store')
    .send(notPayablePage(frame, why ?? 'invalid'));
}
