import { type Response, Router } from 'express';
import type { Limit, Limits } from '../../http/limits.ts';
import type { Services } from '../../services.ts';
import { form } from '../../subscribers/http-parts.ts';
import { startCheckout } from '../checkouts/start-checkout.ts';
import { answer, buyerOf } from './check-out.ts';
import { fieldsOf } from './fields.ts';
import { giftOffers } from './gift-offer.ts';
import { giftPage } from './pages/gift.ts';
import { supportWords } from './pages/words.ts';
import { type GiftFault, readGiftForm, type TypedGift } from './read-gift.ts';
import { readScene, type Scene } from './scene.ts';
import { localDay } from './thanks.ts';
import { toGiftPurchase } from './to-purchase.ts';
import { browserKey } from './visitor.ts';

/** `/support/gift`: a membership for somebody else, by their address, on a day. */
export function createGiftRoutes(
  services: Services,
  limits: Limits,
  limitsOfSupport: ReadonlyArray<Limit & { by: 'address' | 'network' }>,
): Router {
  const router = Router();
  router.get('/support/gift', async (request, response) => {
    const scene = await readScene(services, request, request.query);
    show(services, response, scene, typedGift(request.query, scene), null);
  });
  router.post('/support/gift', form, async (request, response) => {
    await limits.spend(request, ...limitsOfSupport);
    const scene = await readScene(services, request, request.body);
    const typed = typedGift(request.body, scene);
    const offers = giftOffers(scene.offer);
    const read = readGiftForm(typed, {
      offers,
      timeZone: scene.timeZone,
      days: daysOf(scene),
      words: supportWords(scene.frame.language).gift.faults,
      suppressionKey: services.config.suppressionKey,
      language: scene.frame.language,
    });
    if ('field' in read) return show(services, response.status(400), scene, typed, read);
    const { currency } = scene.offer;
    const fields = { ...scene.visitor.carried, ...typed, currency, key: scene.key };
    const again = { action: '/support/gift', fields, promo: '' };
    await answer(services, response, scene, again, async () => {
      const purchase = await toGiftPurchase(services, read, currency);
      return { url: await startCheckout(services, buyerOf(services, request, response, scene), purchase) };
    });
  });
  return router;
}

function typedGift(given: unknown, { timeZone, offer }: Scene): TypedGift {
  const field = fieldsOf(given);
  const offers = giftOffers(offer);
  const middle = offers[Math.floor((offers.length - 1) / 2)]?.lengths.at(-1)?.value ?? '';
  return {
    gift: field('gift') || middle,
    recipientName: field('recipientName'),
    recipientAddress: field('recipientAddress'),
    message: field('message'),
    deliverOn: field('deliverOn') || localDay(new Date(), timeZone),
    giverName: field('giverName'),
  };
}

/** From today, where the newsroom is, for a year. */
function daysOf({ timeZone }: Scene): { first: string; last: string } {
  const first = localDay(new Date(), timeZone);
  return { first, last: Temporal.PlainDate.from(first).add({ years: 1 }).toString() };
}

function show(
  services: Services,
  response: Response,
  scene: Scene,
  typed: TypedGift,
  fault: GiftFault | null,
): void {
  const { frame, offer, known, visitor, timeZone } = scene;
  const carried = { ...visitor.carried, key: scene.key || browserKey() };
  response.set('cache-control', 'no-store').send(
    giftPage(frame, {
      typed,
      fault,
      timeZone,
      known,
      carried,
      days: daysOf(scene),
      offers: giftOffers(offer),
      currency: offer.currency,
      currencies: offer.currencies,
      isSandbox: services.config.stripe?.isSandbox ?? false,
    }),
  );
}
