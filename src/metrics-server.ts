import { once } from 'node:events';
import express from 'express';
import { AppError, messageOf } from './errors.ts';
import { createMetricsRoutes } from './http/metrics-routes.ts';
import type { Services } from './services.ts';

export interface MetricsServer {
  port: number;
  close(): Promise<void>;
}

/**
 * Serves `/metrics` on the port of its own, where one is set.
 * @throws AppError where the port cannot be had: another process of this machine may have it
 */
export async function serveMetrics(
  { config, metrics }: Services,
  refresh: () => Promise<void>,
): Promise<MetricsServer | null> {
  const { port, host, token } = config.metrics;
  if (port === null) return null;
  const app = express();
  app.disable('x-powered-by');
  app.use(createMetricsRoutes({ metrics, token, refresh }));
  const server = app.listen(port, host);
  await once(server, 'listening').catch((error: unknown) => {
    throw new AppError(
      'metrics_port',
      500,
      `METRICS_PORT ${port} on ${host} cannot be used (${messageOf(error)}); each process of a machine needs one of its own`,
    );
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
