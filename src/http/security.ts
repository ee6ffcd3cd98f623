import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { AppError, NotFound } from '../errors.ts';
import { say } from './say.ts';

/**
 * The headers of every answer. Nothing is loaded from elsewhere and no script runs. Over plain http nothing is
 * promised of https, so that a machine at hand can be looked at without a certificate.
 * @param stripe null where no money is taken: a form may lead to Stripe's pages then neither
 */
export function securityHeaders(
  publicUrl: string,
  stripe: { apiBase: string | null } | null,
): RequestHandler {
  const isHttps = publicUrl.startsWith('https:');
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'style-src': ["'self'"],
        'font-src': ["'self'"],
        'img-src': ["'self'"],
        'frame-src': ["'self'"],
        // A browser holds the redirect after a form to this, too.
        'form-action': ["'self'", ...(stripe === null ? [] : pagesOfStripe(stripe.apiBase))],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'self'"],
        ...(isHttps ? { 'upgrade-insecure-requests': [] } : {}),
      },
    },
    strictTransportSecurity: isHttps ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
  });
}

/**
 * What the desk has more than readers' pages, and what less: its own scripts run and ask its own server, nobody frames
 * it, no form leads elsewhere, and nothing of it is kept by browser or proxy.
 */
export function deskHeaders(publicUrl: string): RequestHandler {
  const policy = helmet.contentSecurityPolicy({
    useDefaults: false,
    directives: {
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'connect-src': ["'self'"],
      'style-src': ["'self'"],
      'font-src': ["'self'"],
      'img-src': ["'self'"],
      'frame-src': ["'self'"],
      'form-action': ["'self'"],
      'base-uri': ["'none'"],
      'frame-ancestors': ["'none'"],
      ...(publicUrl.startsWith('https:') ? { 'upgrade-insecure-requests': [] } : {}),
    },
  });
  return (request, response, next) => {
    response.set({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin' });
    policy(request, response, next);
  };
}

function pagesOfStripe(apiBase: string | null): string[] {
  const hosted = ['https://checkout.stripe.com', 'https://billing.stripe.com', 'https://invoice.stripe.com'];
  return apiBase === null ? hosted : [...hosted, new URL(apiBase).origin];
}

/** No page has an address with a NUL in it; PostgreSQL takes none in a text, so it must not get that far. */
export const refuseNul: RequestHandler = (request, _response, next) => {
  next(request.url.includes('%00') ? new NotFound(say.noPage) : undefined);
};

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a change that another site's page asks for (Fetch Metadata, and Origin for browsers without it).
 * @param exempt paths that are meant to be posted to from anywhere, and use no cookie
 */
export function refuseCrossSite(publicUrl: string, exempt: RegExp[]): RequestHandler {
  const own = new URL(publicUrl).host;
  return (request, _response, next) => {
    if (safe.has(request.method) || exempt.some((path) => path.test(request.path))) return next();
    const site = request.get('sec-fetch-site');
    const origin = request.get('origin');
    const foreign =
      site === undefined
        ? origin !== undefined && !isHost(origin, [own, request.host])
        : site !== 'same-origin' && site !== 'none';
    return next(foreign ? new AppError('cross_site', 403, say.otherSite) : undefined);
  };
}

function isHost(origin: string, hosts: string[]): boolean {
  return URL.canParse(origin) && hosts.includes(new URL(origin).host);
}
