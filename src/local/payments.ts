import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { sandboxKeyPrefix } from '../stripe-settings.ts';
import { freePort } from './free-port.ts';
import { paymentsFile } from './payments-file.ts';
import { keepLocalSettings, readLocalSettings } from './settings.ts';
import { startSandbox } from './stripe/sandbox.ts';

export interface Payments {
  /** The page of its clock. */
  url: string;
  stop(): Promise<void>;
}

/**
 * Starts the sandbox that stands for Stripe on this machine, and keeps in the data directory how it is reached.
 * A port that is taken is told, and the next free one is used.
 * @param target where its webhooks go
 */
export async function startPayments({
  port,
  dataDir,
  target,
  say,
}: {
  port: number;
  dataDir: string;
  target: string;
  say(line: string): void;
}): Promise<Payments> {
  const free = await freePort(port, '127.0.0.1');
  if (free.taken)
    say(`  ! port ${port} is in use; the payments are on ${free.port} (STRIPE_SANDBOX_PORT sets it)`);
  const known = readLocalSettings(dataDir);
  const secretKey = known['STRIPE_SECRET_KEY'] ?? `${sandboxKeyPrefix}${randomBytes(16).toString('hex')}`;
  const webhookSecret = known['STRIPE_WEBHOOK_SECRET'] ?? `whsec_${randomBytes(24).toString('hex')}`;
  const file = join(dataDir, paymentsFile);
  const sandbox = await startSandbox({
    port: free.port,
    host: 'localhost',
    secretKey,
    webhookSecret,
    target,
    file,
  });
  keepLocalSettings(dataDir, {
    STRIPE_SECRET_KEY: secretKey,
    STRIPE_WEBHOOK_SECRET: webhookSecret,
    STRIPE_API_BASE: sandbox.origin,
    STRIPE_SANDBOX_PORT: String(free.port),
  });
  return { url: `${sandbox.origin}/sandbox`, stop: () => sandbox.stop() };
}
