import { startSandbox } from '../src/local/stripe/sandbox.ts';
import { migrate } from '../src/migrate.ts';
import { createServices } from '../src/services.ts';
import { sandboxKeyPrefix } from '../src/stripe-settings.ts';
import { testConfig } from '../test/support/services.ts';
import { openStripeNewsroom } from '../test/support/stripe-newsroom.ts';

const secretKey = `${sandboxKeyPrefix}bench000000`;
const webhookSecret = 'whsec_bench0000000000000000';

/** A newsroom with tiers in a database of a benchmark's own, and the sandbox that it takes for Stripe. */
export async function openBenchNewsroom(databaseUrl: string) {
  const sandbox = await startSandbox({ host: '127.0.0.1', port: 0, secretKey, webhookSecret });
  const apiBase = sandbox.origin.replace('localhost', '127.0.0.1');
  const stripe = { secretKey, webhookSecret, apiBase, livemode: false, isSandbox: true };
  const services = await createServices(testConfig({ databaseUrl, stripe }), databaseUrl, 'bench');
  await migrate(services);
  const { coffee } = await openStripeNewsroom(services);
  const close = async (): Promise<void> => {
    await services.close();
    await sandbox.stop();
  };
  return { sandbox, services, stripe, coffee, close };
}
