import { Router } from 'express';
import type { Services } from '../../services.ts';
import { loadFrame } from '../../subscribers/http-parts.ts';
import { readPreferences } from '../../subscribers/preferences.ts';
import { signedInSubscriber } from '../../subscribers/signed-in.ts';
import { selectCheckout } from '../queries/checkouts.ts';
import { requireTier } from '../tiers.ts';
import { plainAmount } from '../../text/money.ts';
import type { Checkout } from '../checkouts/purchase.ts';
import { fieldsOf } from './fields.ts';
import { thanksPage } from './pages/thanks.ts';
import { supportToken } from './support-token.ts';
import { readThanks } from './thanks.ts';
import { browserOf } from './visitor.ts';

/** How often, and how long, the page of thanks looks again by itself. */
const lookAgain = { seconds: 2, times: 45 };

/** Where Stripe's page leads back to: with a payment, or without. */
export function createThanksRoutes(services: Services): Router {
  const router = Router();
  router.get('/support/thanks', async (request, response) => {
    const field = fieldsOf(request.query);
    const id = await signedInSubscriber(services, request);
    const person = id === null ? null : await readPreferences(services, id);
    const frame = await loadFrame(services, request, person?.language ?? null);
    const sessionId = field('session_id');
    const thanks = await readThanks(services, sessionId, browserOf(request), frame.language);
    const times = Number(/^\d{1,3}$/.exec(field('n'))?.[0] ?? 0);
    const next = new URLSearchParams({ session_id: sessionId, n: String(times + 1) });
    const again = times < lookAgain.times ? `/support/thanks?${next.toString()}` : null;
    if (thanks.kind === 'waiting' && again !== null)
      response.set('refresh', `${lookAgain.seconds};url=${again}`);
    response
      .status(thanks.kind === 'foreign' ? 404 : 200)
      .set('cache-control', 'no-store')
      .send(thanksPage(frame, thanks, again));
  });
  router.get('/support/back', async (request, response) => {
    const id = /^\d{1,15}$/.exec(fieldsOf(request.query)('c'))?.[0];
    const row = id === undefined ? undefined : await selectCheckout(services.db, Number(id));
    const browser = browserOf(request);
    const isOwn = row !== undefined && browser !== null && row.browserHash.equals(browser);
    response.set('cache-control', 'no-store');
    response.redirect(303, isOwn ? await pathBack(services, row) : '/support');
  });
  return router;
}

/** To the form, with what was chosen before. */
async function pathBack(services: Services, row: Checkout): Promise<string> {
  const { currency, amount, interval, subscriberId, byLink, editionId } = row;
  const fields: Record<string, string> = { currency, stopped: 'yes' };
  if (byLink && subscriberId !== null) fields['r'] = supportToken(services, subscriberId, editionId);
  else if (editionId !== null) fields['e'] = String(editionId);
  if (row.purpose === 'gift') return `/support/gift?${new URLSearchParams(fields).toString()}`;
  if (row.purpose === 'contribution') {
    Object.assign(fields, { interval: 'once', 'once-own': plainAmount(amount, currency) });
  } else if (row.tierId !== null) {
    const { slug, prices } = await requireTier(services.db, row.tierId);
    const listed = prices.some(
      (price) => price.currency === currency && price.interval === interval && price.amount === amount,
    );
    Object.assign(fields, { interval: interval ?? 'month', tier: slug });
    if (!listed) fields[`own-${slug}`] = plainAmount(amount, currency);
  }
  return `/support?${new URLSearchParams(fields).toString()}`;
}
