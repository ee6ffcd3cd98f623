import { z } from 'zod';

/** How Stripe is reached; null: the newsroom takes no money. */
export interface StripeSettings {
  secretKey: string;
  /** Signs what Stripe posts. */
  webhookSecret: string;
  /** Null: Stripe's own. */
  apiBase: string | null;
  /** By the key: objects of test and live mode are never mixed. */
  livemode: boolean;
  /** The sandbox that `npm start` brings along; never in production. */
  isSandbox: boolean;
}

/** What the sandbox's keys begin with. */
export const sandboxKeyPrefix = 'sk_test_sandbox_';

/** The settings, by name; `config.ts` reads them. */
export const stripeShape = {
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_(test|live)_\w{8,}$/, { error: 'is not a secret or restricted key (sk_… or rk_…)' })
    .optional(),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[\w+/=-]{8,}$/, { error: 'is not the secret of a webhook endpoint (whsec_…)' })
    .optional(),
  STRIPE_API_BASE: z.url({ protocol: /^https?$/, error: 'is not an http:// or https:// address' }).optional(),
};

export const stripeSecrets = ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'];

type StripeValues = z.infer<z.ZodObject<typeof stripeShape>>;

/** The settings as they are used; both secrets or neither. */
export function readStripeSettings(
  values: StripeValues,
  production: boolean,
  faults: string[],
): StripeSettings | null {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecret } = values;
  if (secretKey === undefined && webhookSecret === undefined) return null;
  if (secretKey === undefined || webhookSecret === undefined) {
    const missing = secretKey === undefined ? 'STRIPE_SECRET_KEY' : 'STRIPE_WEBHOOK_SECRET';
    faults.push(`${missing} is missing: STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET go together`);
    return null;
  }
  const apiBase = values.STRIPE_API_BASE?.replace(/\/+$/, '') ?? null;
  const isSandbox = secretKey.startsWith(sandboxKeyPrefix);
  if (production && isSandbox)
    faults.push("STRIPE_SECRET_KEY is one of the sandbox's; production wants a key of your Stripe account");
  if (production && apiBase?.startsWith('http:'))
    faults.push(`STRIPE_API_BASE is ${apiBase}; in production it is an https:// address, or left out`);
  return { secretKey, webhookSecret, apiBase, livemode: /^(sk|rk)_live_/.test(secretKey), isSandbox };
}
