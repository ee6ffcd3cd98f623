import express, { type ErrorRequestHandler, type Request, type Response, Router } from 'express';
import { AppError } from '../errors.ts';
import type { guardedFetch } from '../guarded-fetch.ts';
import type { Limits } from '../http/limits.ts';
import type { Services } from '../services.ts';
import { NotAuthentic } from './bounces/providers/provider.ts';
import { type MailWebhooks, openMailWebhooks } from './inbound/receive-webhook.ts';

// Of one address. Only what is refused counts: a provider behind the same proxy as who forges is still heard.
const refusals = { name: 'mail-webhook-refused', points: 30, seconds: 60, by: 'address' } as const;

const maxBytes = 1_048_576;

// Signatures are over the bytes as they came, whatever they are called; nothing is unpacked.
const rawBody = express.raw({ type: () => true, limit: maxBytes, inflate: false });

/** `/webhooks/mail/<provider>`: what mail providers post about mail that came back. */
export function createMailWebhookRoutes(
  services: Services,
  limits: Limits,
  fetch: typeof guardedFetch,
): Router {
  const webhooks = openMailWebhooks(services, fetch);
  const router = Router();
  router.post(
    '/webhooks/mail/:provider',
    (request, _response, next) => {
      webhooks.admit(providerOf(request), request.headers, new Date());
      next();
    },
    rawBody,
    async (request, response) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const events = await webhooks.receive(
        providerOf(request),
        { headers: request.headers, body },
        new Date(),
      );
      response.json({ ok: true, events });
    },
  );
  router.use('/webhooks/mail/:provider', answerFaults(services, webhooks, limits));
  return router;
}

function providerOf({ params }: Request): string {
  const { provider } = params;
  return typeof provider === 'string' ? provider : '';
}

/** A program reads it: JSON, and never a page. */
function answerFaults({ log }: Services, webhooks: MailWebhooks, limits: Limits): ErrorRequestHandler {
  return async (error: unknown, request, response, next) => {
    const provider = providerOf(request);
    const status = statusOf(error);
    const again = status >= 500 ? webhooks.comeAgain(provider) : null;
    if (response.headersSent || (status >= 500 && again === null)) return next(error);
    // What was not read of the body is not waited for.
    response.set('connection', 'close');
    if (again !== null) {
      log.error({ err: error, provider }, 'a mail webhook could not be taken; it is to come again');
      response.set('retry-after', String(again.retryAfterSeconds));
      return answer(response, again.status, { code: 'try_again', message: 'it could not be taken' });
    }
    if (error instanceof NotAuthentic) {
      log.warn({ provider: provider.slice(0, 60), reason: error.message }, 'a mail webhook was refused');
      await limits.spend(request, refusals);
      if (error.status === 401) response.set('www-authenticate', 'Basic realm="mail webhook"');
    }
    return answer(response, status, error instanceof AppError ? error : unread(status));
  };
}

function unread(status: number): { code: string; message: string } {
  const message = status === 413 ? `it is larger than ${maxBytes} bytes` : 'it cannot be read';
  return { code: 'bad_request', message };
}

function answer(
  response: Response,
  status: number,
  { code, message }: { code: string; message: string },
): void {
  response.status(status).set('cache-control', 'no-store').json({ error: { code, message } });
}

/** Express's own parsers give their errors a status. */
function statusOf(error: unknown): number {
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}
