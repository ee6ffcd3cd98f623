import { setTimeout as sleep } from 'node:timers/promises';
import express, { type ErrorRequestHandler, Router } from 'express';
import { AppError } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { createStore, NotSigned, receiveEvent } from './receive-event.ts';

const maxBytes = 1_048_576;
const hintEveryMs = 200;

// The signature is over the bytes as they came.
const rawBody = express.raw({ type: () => true, limit: maxBytes, inflate: false });

/** `/webhooks/stripe`: what Stripe posts, stored and acknowledged at once. */
export function createStripeWebhookRoutes(services: Services): Router {
  const router = Router();
  const hint = hintNowAndThen(services);
  const store = createStore(services);
  router.post('/webhooks/stripe', rawBody, async (request, response) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const signature = request.get('stripe-signature') ?? '';
    const received = await receiveEvent(services, { body, signature }, new Date(), store);
    services.metrics.stripeEvents.inc({ outcome: received });
    response.set('cache-control', 'no-store').json({ received: true });
    if (received === 'stored') hint();
  });
  router.use('/webhooks/stripe', answerFaults(services));
  return router;
}

/** A hint at once, and then one for all that came since the last; what gets lost of it the sweep finds. */
function hintNowAndThen({ jobs }: Services): () => void {
  let isAsked = false;
  let isUnderWay = false;
  const give = async (): Promise<void> => {
    isUnderWay = true;
    while (isAsked) {
      isAsked = false;
      await jobs.hint('handle-stripe-events', [{}]);
      await sleep(hintEveryMs, undefined, { ref: false });
    }
    isUnderWay = false;
  };
  return () => {
    isAsked = true;
    if (!isUnderWay) void give();
  };
}

/** A program reads it: JSON, and never a page. Any other fault is ours, and Stripe posts it again. */
function answerFaults({ log, metrics }: Services): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const status = (error as { status?: unknown } | null)?.status;
    if (response.headersSent || typeof status !== 'number' || status >= 500) return next(error);
    if (error instanceof NotSigned) {
      log.warn({ reason: error.message, ip: request.ip }, 'a post to the Stripe webhook was not signed');
      metrics.stripeEvents.inc({ outcome: 'not-signed' });
    }
    const said = error instanceof AppError ? error : { code: 'bad_request', message: 'it cannot be read' };
    response.set('connection', 'close').set('cache-control', 'no-store');
    response.status(status).json({ error: { code: said.code, message: said.message } });
  };
}
