import type { RequestHandler } from 'express';
import type { Metrics } from '../metrics.ts';

// Ours; whatever else somebody asks for counts as one.
const routes = new Set([
  'account',
  'archive',
  'assets',
  'c',
  'confirm',
  'desk',
  'editions',
  'embed',
  'i',
  'imprint',
  'preferences',
  'privacy',
  'resubscribe',
  'subscribe',
  'terms',
  'unsubscribe',
  'webhooks',
]);

/** Counts answers and how long they took, by the first part of their path. */
export function timeRequests({ httpSeconds }: Metrics): RequestHandler {
  return (request, response, next) => {
    const began = performance.now();
    const route = routeOf(request.path);
    response.once('close', () => {
      // It goes on for as long as somebody looks.
      if (String(response.get('content-type')).startsWith('text/event-stream')) return;
      const status = response.writableFinished ? `${Math.floor(response.statusCode / 100)}xx` : 'aborted';
      httpSeconds.observe({ route, status }, (performance.now() - began) / 1000);
    });
    next();
  };
}

function routeOf(path: string): string {
  const [, first = ''] = path.split('/');
  if (first === '') return 'home';
  return routes.has(first) ? first : 'other';
}
