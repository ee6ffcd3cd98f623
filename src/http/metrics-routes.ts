import { type Request, Router } from 'express';
import { type Metrics, watchProcess } from '../metrics.ts';
import { isSameText } from '../same-text.ts';

export interface MetricsPage {
  metrics: Metrics;
  /** What has to be shown to see the page; null: nothing. */
  token: string | null;
  /** Brings up to date what is read from elsewhere; it must not fail. */
  refresh(): Promise<void>;
}

/** `/metrics`, in the text format of Prometheus, for who shows the token as `Authorization: Bearer`. */
export function createMetricsRoutes({ metrics, token, refresh }: MetricsPage): Router {
  watchProcess(metrics);
  const router = Router();
  router.get('/metrics', async (request, response) => {
    if (token !== null && !shows(request, token)) {
      response.status(401).set('www-authenticate', 'Bearer').type('text');
      return response.send('the metrics are shown to who has METRICS_TOKEN\n');
    }
    await refresh();
    response.set({ 'content-type': metrics.registry.contentType, 'cache-control': 'no-store' });
    return response.send(await metrics.registry.metrics());
  });
  return router;
}

function shows(request: Request, token: string): boolean {
  const [, shown = ''] = /^Bearer +(\S+)$/i.exec(request.get('authorization') ?? '') ?? [];
  return isSameText(shown, token);
}
