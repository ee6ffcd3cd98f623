import { Stripe } from 'stripe';
import type { StripeSettings } from './stripe-settings.ts';

// A worker or a page must not hang on a Stripe that does not answer; what fails is tried again by its own rule.
const timeoutMs = 20_000;
const retries = 2;

/**
 * Stripe's own SDK, for the account that is configured.
 * @param mark `installationMark`, which each idempotency key begins with: they are of the account, not of who asks
 */
export function createStripe(settings: StripeSettings, mark: string): Stripe {
  const { secretKey, apiBase } = settings;
  return new Stripe(secretKey, {
    ...(apiBase === null ? {} : placeOf(apiBase)),
    telemetry: false,
    timeout: timeoutMs,
    maxNetworkRetries: retries,
    appInfo: { name: 'Broadsheet' },
    httpClient: withMark(mark),
  });
}

function withMark(mark: string): InstanceType<typeof Stripe.HttpClient> {
  const client = Stripe.createNodeHttpClient();
  const ask = client.makeRequest.bind(client);
  client.makeRequest = (host, port, path, method, headers, ...rest) => {
    const name = 'Idempotency-Key';
    const key = headers[name];
    const marked = key === undefined ? headers : { ...headers, [name]: `${mark}-${String(key)}` };
    return ask(host, port, path, method, marked, ...rest);
  };
  return client;
}

function placeOf(apiBase: string): { host: string; port: number; protocol: 'http' | 'https' } {
  const { hostname, port, protocol } = new URL(apiBase);
  const isHttps = protocol === 'https:';
  return { host: hostname, port: Number(port || (isHttps ? 443 : 80)), protocol: isHttps ? 'https' : 'http' };
}
