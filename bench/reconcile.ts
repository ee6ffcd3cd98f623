// How long it takes to compare 10,000 patrons with Stripe, a subscription and a payment each, against the sandbox on
// the same machine: from nothing, where every one is written, and then where nothing differs. Against the bare reading
// of the subscriptions' pages in the same run. The aim is a minute for each.
import { ourMark } from '../src/memberships/stripe/ours.ts';
import { reconcile } from '../src/memberships/stripe/reconcile.ts';
import { seed } from '../src/local/stripe/billing/seed.ts';
import type { Db } from '../src/db.ts';
import { print } from './print.ts';
import { postgresSeconds, processorSeconds } from './processor.ts';
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
      metadata: () => ({ ...ourMark(services.config) }),
      email: (index) => `patron-${index}@readers.example`,
    });
    const measure = async (work: () => Promise<unknown>) => {
      const [began, before] = [performance.now(), await used(services.db)];
      await work();
      const [own, postgres] = await used(services.db);
      const seconds = (performance.now() - began) / 1000;
      return { seconds, own: own - before[0], postgres: postgres - before[1] };
    };
    const bare = await measure(async () => {
      for await (const _ of services.stripe?.subscriptions.list({ status: 'all', limit: 100 }) ?? []) void _;
    });
    const first = await measure(() => reconcile(services, { all: true }));
    const nightly = await measure(() => reconcile(services, { all: true }));
    print(
      ['', 's', 'processor s: newsroom and sandbox', 'PostgreSQL'],
      Object.entries({ 'bare reading': bare, 'from nothing': first, 'nothing differs': nightly }).map(
        ([name, { seconds, own, postgres }]) => [
          name,
          ...[seconds, own, postgres].map((one) => one.toFixed(2)),
        ],
      ),
    );
    return { reconcile: { patrons, bare, first, nightly } };
  } finally {
    await close();
  }
}

/** Seconds of processor time so far. */
async function used(db: Db): Promise<[number, number]> {
  return [await processorSeconds(process.pid), await postgresSeconds(db)];
}
