import type { Request, Response } from 'express';
import { Stripe } from 'stripe';
import { cleanLine } from '../../text/clean-line.ts';
import type { Services } from '../../services.ts';
import { readPromoCode } from '../checkouts/promo-code.ts';
import { AlreadyPatron, type Buyer, type Purchase, PurchaseInProgress } from '../checkouts/purchase.ts';
import { startCheckout } from '../checkouts/start-checkout.ts';
import type { Choice } from './choice.ts';
import { choiceFields } from './fields.ts';
import { alreadyPatronPage, tryAgainPage, type ReviewView } from './pages/review.ts';
import { supportWords } from './pages/words.ts';
import { promoFault } from './promo-fault.ts';
import type { Scene } from './scene.ts';
import { agreedWording, renewalTerms, termsVersion } from './terms.ts';
import { toPurchase } from './to-purchase.ts';
import { markBrowser } from './visitor.ts';

export interface CheckingOut {
  request: Request;
  response: Response;
  scene: Scene;
  choice: Choice;
  typed: ReviewView['typed'];
}

/** The last step: sends the browser to Stripe's page, or gives what is to be set right first. */
export async function checkOut(
  services: Services,
  { request, response, scene, choice, typed }: CheckingOut,
): Promise<{ fault: ReviewView['fault'] }> {
  const { language } = scene.frame;
  if (choice.purpose === 'membership' && !typed.agree)
    return { fault: { field: 'agree', message: supportWords(language).review.mustAgree } };
  const ticked = { ...(typed.agree && { agree: 'on' }), ...(typed.immediate && { immediate: 'on' }) };
  const fields = {
    ...scene.visitor.carried,
    ...choiceFields(scene.typed, choice.currency),
    promo: typed.promo,
    key: scene.key,
    ...ticked,
  };
  return answer(
    services,
    response,
    scene,
    { action: '/support/review', fields, promo: typed.promo },
    async () => {
      const promo = await promoOf(services, typed.promo, choice, language);
      if ('field' in promo) return { fault: promo };
      const agreement = agreementOf(services, scene, choice, typed, promo.promo);
      const purchase = await toPurchase(services, choice, { promo: promo.promo, agreement });
      const buyer = buyerOf(services, request, response, scene);
      return { url: await startCheckout(services, buyer, purchase) };
    },
  );
}

export interface Again {
  action: string;
  /** Of the form, so that nothing typed is lost where Stripe is away. */
  fields: Record<string, string>;
  promo: string;
}

type Started = { url: string } | { fault: NonNullable<ReviewView['fault']> };

/** Leads to Stripe's page; where Stripe is away, or there is a membership already, says so. */
export async function answer(
  { log }: Services,
  response: Response,
  { frame }: Scene,
  again: Again,
  start: () => Promise<Started>,
): Promise<{ fault: ReviewView['fault'] }> {
  response.set('cache-control', 'no-store');
  try {
    const started = await start();
    if ('fault' in started) return { fault: started.fault };
    response.redirect(303, started.url);
  } catch (error) {
    if (error instanceof AlreadyPatron) response.status(409).send(alreadyPatronPage(frame));
    else if (error instanceof PurchaseInProgress)
      response.status(409).send(tryAgainPage(frame, 'inProgress', again));
    else if (again.promo !== '' && isAboutCode(error))
      return {
        fault: {
          field: 'promo',
          message: promoFault({ refused: 'not-for-this' }, again.promo, {
            language: frame.language,
            currency: '',
          }),
        },
      };
    else if (error instanceof Stripe.errors.StripeError) {
      log.error({ err: error }, 'a purchase could not be begun at Stripe');
      response.status(503).send(tryAgainPage(frame, 'down', again));
    } else throw error;
  }
  return { fault: null };
}

function isAboutCode(error: unknown): boolean {
  if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) return false;
  return /discount|promotion|coupon/.test(`${error.param ?? ''} ${error.message}`);
}

async function promoOf(
  services: Services,
  typed: string,
  choice: Choice,
  language: string,
): Promise<{ promo: Purchase['promo'] } | NonNullable<ReviewView['fault']>> {
  const code = cleanLine(typed, 60);
  if (code === '') return { promo: null };
  const read = await readPromoCode(services, code, choice);
  if ('promo' in read) return read;
  return { field: 'promo', message: promoFault(read, code, { language, currency: choice.currency }) };
}

function agreementOf(
  { config }: Services,
  { frame }: Scene,
  choice: Choice,
  { immediate }: ReviewView['typed'],
  promo: Purchase['promo'],
): Purchase['agreement'] {
  if (choice.purpose !== 'membership') return null;
  const { language } = frame;
  const values = { language, publication: frame.publication.name, publicUrl: config.publicUrl };
  const wording = agreedWording(renewalTerms(choice, values), language, immediate, promo?.code ?? null);
  return { wording, version: termsVersion, immediateStart: immediate };
}

/** Who buys, in which browser. */
export function buyerOf(services: Services, request: Request, response: Response, scene: Scene): Buyer {
  const { subscriberId, byLink, editionId } = scene.visitor;
  return {
    subscriberId,
    byLink,
    editionId,
    browserHash: markBrowser(services, request, response, scene.key),
    language: scene.frame.language,
    ip: request.ip ?? null,
    userAgent: request.get('user-agent') ?? null,
  };
}
