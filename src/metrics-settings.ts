import { z } from 'zod';
import { port } from './setting-values.ts';

/** `/metrics`: on a port of its own, or, with a token, on the web's. */
export interface MetricsSettings {
  port: number | null;
  host: string;
  token: string | null;
}

/** The settings, by name; `config.ts` reads them. */
export const metricsShape = {
  METRICS_PORT: port.optional(),
  METRICS_HOST: z.union([z.ipv4(), z.ipv6()], { error: 'is not an IP address' }).default('127.0.0.1'),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7E]{16,}$/, { error: 'is not 16 or more printable characters without spaces' })
    .optional(),
};

export const metricsSecrets = ['METRICS_TOKEN'];

type MetricsValues = z.infer<z.ZodObject<typeof metricsShape>>;

/** The settings as they are used. */
export function readMetricsSettings(values: MetricsValues): MetricsSettings {
  return {
    port: values.METRICS_PORT ?? null,
    host: values.METRICS_HOST,
    token: values.METRICS_TOKEN ?? null,
  };
}
