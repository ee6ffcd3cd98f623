import { type Response, Router } from 'express';
import type { Limits } from '../../http/limits.ts';
import type { Services } from '../../services.ts';
import { form } from '../../subscribers/http-parts.ts';
import { longDay } from '../../text/long-day.ts';
import { requireTier } from '../tiers.ts';
import { type ChoiceFault, readChoice } from './choice.ts';
import { checkOut } from './check-out.ts';
import { choiceFields, fieldsOf } from './fields.ts';
import { createGiftRoutes } from './gift-routes.ts';
import { reviewPage, type ReviewView } from './pages/review.ts';
import { intervalsOf, supportPage } from './pages/support.ts';
import { readScene, type Scene } from './scene.ts';
import { renewalTerms } from './terms.ts';
import { createThanksRoutes } from './thanks-routes.ts';
import { browserKey } from './visitor.ts';

const limitsOfSupport = [
  { name: 'support', points: 30, seconds: 3600, by: 'address' },
  { name: 'support-net', points: 120, seconds: 3600, by: 'network' },
] as const;

/** Pages where one becomes a patron, gives once, or makes a gift. */
export function createSupportRoutes(services: Services, limits: Limits): Router {
  const router = Router();
  router.get('/support', async (request, response) => {
    const scene = await readScene(services, request, request.query);
    show(services, response, scene, null);
  });
  router.get('/support/review', async (request, response) => {
    const scene = await readScene(services, request, request.query);
    await review(services, response, scene, { promo: '', agree: false, immediate: false }, null);
  });
  router.post('/support/review', form, async (request, response) => {
    await limits.spend(request, ...limitsOfSupport);
    const scene = await readScene(services, request, request.body);
    const field = fieldsOf(request.body);
    const ticked = { agree: field('agree') === 'on', immediate: field('immediate') === 'on' };
    const typed = { promo: field('promo').trim().slice(0, 60), ...ticked };
    const { choice } = readChoice(scene.offer, scene.typed);
    if (choice === null || !isPossible(scene))
      return void (await review(services, response, scene, typed, null));
    const { fault } = await checkOut(services, { request, response, scene, choice, typed });
    if (fault !== null) await review(services, response.status(400), scene, typed, fault);
  });
  router.use(createGiftRoutes(services, limits, limitsOfSupport));
  router.use(createThanksRoutes(services));
  return router;
}

function show(services: Services, response: Response, scene: Scene, fault: ChoiceFault | null): void {
  const { frame, offer, typed, known, visitor, stopped } = scene;
  const isSandbox = services.config.stripe?.isSandbox ?? false;
  response
    .set('cache-control', 'no-store')
    .send(supportPage(frame, { offer, typed, fault, known, carried: visitor.carried, stopped, isSandbox }));
}

/** A patron changes what there is; a second membership is not offered. */
function isPossible({ offer, known, typed }: Scene): boolean {
  return offer.takesMoney && intervalsOf(offer, known).includes(typed.interval || 'month');
}

async function review(
  services: Services,
  response: Response,
  scene: Scene,
  typed: ReviewView['typed'],
  fault: ReviewView['fault'],
): Promise<void> {
  if (!isPossible(scene)) return show(services, response, scene, null);
  const { frame, offer, visitor, known } = scene;
  const { choice, fault: wrong } = readChoice(offer, scene.typed);
  if (choice === null) return show(services, response.status(400), scene, wrong);
  const fields = { ...visitor.carried, ...choiceFields(scene.typed, offer.currency) };
  const { name: publication } = frame.publication;
  const values = { language: frame.language, publication, publicUrl: services.config.publicUrl };
  const view: ReviewView = {
    choice,
    known,
    typed,
    fault,
    fields: { ...fields, key: scene.key || browserKey() },
    backHref: `/support?${new URLSearchParams(fields).toString()}`,
    terms: renewalTerms(choice, values),
    overlap: choice.purpose === 'membership' ? await overlapOf(services, scene) : null,
    isSandbox: services.config.stripe?.isSandbox ?? false,
  };
  response.set('cache-control', 'no-store').send(reviewPage(frame, view));
}

/** What a signed-in reader has already on another rail: it is shown, so that nobody pays beside it unawares. */
async function overlapOf({ db }: Services, { visitor, known, frame, timeZone }: Scene) {
  const { membership } = visitor;
  if (known.kind !== 'signed-in' || membership === null || membership.until === null) return null;
  const tier = membership.tierId === null ? '' : (await requireTier(db, membership.tierId)).name;
  return { tier, date: longDay(membership.until, frame.language, timeZone) };
}
