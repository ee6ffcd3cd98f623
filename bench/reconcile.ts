// How long it takes to compare 10,000 patrons with Stripe, a subscription and a payment each, against the sandbox on
// the same machine: from nothing, where every one is written, and then where nothing differs. Against the bare reading
// of the same pages in the same run. The aim is a minute for the nightly comparison.
import { ourMark } from '../src/memberships/stripe/ours.ts';
import { reconcile } from '../src/memberships/stripe/reconcile.ts';
import { seed } from '../src/local/stripe/billing/seed.ts';
import { print } from './print.ts';
import { openBenchNewsroom } from './stripe-newsroom.ts';

const patrons = Number(process.env['BENCH_PATRONS'] ?? 10_000);

/** @returns what `--json` prints */
export async function benchReconcile(databaseUrl: string): Promise<object> {
  const { sandbox, services, coffee, close } = await openBenchNewsroom(databaseUrl);
  try {
    seed(sandbox.world(), patrons, {
      product: coffee.stripeProductId ?? '',
      amount: 300,
      currency: 'eur',
      interval: 'month',
      metadata: () => ({ ...ourMark }),
      email: (index) => `patron-${index}@readers.example`,
    });
    const bare = await measure(async () => {
      for await (const _ of services.stripe?.subscriptions.list({ status: 'all', limit: 100 }) ?? []) void _;
    });
    const first = await measure(() => reconcile(services, { all: true }));
    const nightly = await measure(() => reconcile(services, { all: true }));
    const figures = [patrons, bare, first, nightly, nightly / bare];
    print(
      ['patrons', 'bare s', 'from nothing s', 'nothing differs s', 'ratio'],
      [figures.map((one) => one.toFixed(2))],
    );
    return { reconcile: { patrons, bareSeconds: bare, firstSeconds: first, nightlySeconds: nightly } };
  } finally {
    await close();
  }
}

async function measure(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}
