// How soon webhooks of Stripe are acknowledged: 200 a second for a minute, of a thousand patrons' subscriptions and
// invoices, while a worker works on them; web, worker and database are processes of their own, who posts is a thread, the
// sandbox is this process. The aim is 50 ms for 95 of 100, and that none is lost: each is applied in the end. Beside it the
// bare answer of the same web (`/healthz`) at the same pace, for a sixth of the time, and what each part used of the
// processor for each event.
import { setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { seed } from '../src/local/stripe/billing/seed.ts';
import type { Db } from '../src/db.ts';
import { ourMark } from '../src/memberships/stripe/ours.ts';
import { reconcile } from '../src/memberships/stripe/reconcile.ts';
import { serverPort } from '../test/support/server-port.ts';
import { startWebProcess, startWorkerProcess, type WorkerProcess } from '../test/support/worker-process.ts';
import { keepPace } from './poster.ts';
import { print } from './print.ts';
import { postgresSeconds, processorSeconds } from './processor.ts';
import { openBenchNewsroom } from './stripe-newsroom.ts';

const perSecond = 200;
const seconds = Number(process.env['BENCH_SECONDS'] ?? 60);
const patrons = 1_000;
const drainForMs = 600_000;

type Newsroom = Awaited<ReturnType<typeof openBenchNewsroom>>;

/** @returns what `--json` prints */
export async function benchWebhooks(databaseUrl: string): Promise<object> {
  const newsroom = await openBenchNewsroom(databaseUrl);
  const { services, stripe, close } = newsroom;
  const { secretKey, webhookSecret, apiBase } = stripe;
  const settings = {
    STRIPE_SECRET_KEY: secretKey,
    STRIPE_WEBHOOK_SECRET: webhookSecret,
    STRIPE_API_BASE: apiBase,
  };
  const posts = await begin(newsroom);
  const port = await serverPort();
  const web = await startWebProcess(services, port, settings);
  const worker = await startWorkerProcess(services, 'smtp://127.0.0.1:9', settings);
  // As the Procfile does.
  setPriority(worker.pid, 10);
  const origin = `http://127.0.0.1:${port}`;
  const asking = { perSecond, webhookSecret };
  try {
    const count = perSecond * seconds;
    const bare = await keepPace({
      ...asking,
      url: `${origin}/healthz`,
      count: Math.ceil(count / 6),
      posts: [],
    });
    const before = await used(services.db, web, worker);
    const waits = await keepPace({ ...asking, url: `${origin}/webhooks/stripe`, count, posts });
    const { applied: byThen } = await countEvents(services.db);
    const began = performance.now();
    await drain(services.db);
    const drained = (performance.now() - began) / 1000;
    const after = await used(services.db, web, worker);
    const counts = await countEvents(services.db);
    const lost = count - counts.applied;
    const times = [at(bare, 0.95), at(waits, 0.5), at(waits, 0.95), at(waits, 0.99)];
    print(
      ['posted', 'lost', 'applied by then', 'the rest after s', 'bare p95 ms', 'p50 ms', 'p95 ms', 'p99 ms'],
      [[count, lost, byThen, drained, ...times].map((one) => one.toFixed(1))],
    );
    const perEvent = before.map((one, index) => (((after[index] ?? Number.NaN) - one) * 1000) / count);
    print(['web: ms of processor an event', 'worker', 'PostgreSQL'], [perEvent.map((one) => one.toFixed(2))]);
    const [webMs, workerMs, postgresMs] = perEvent;
    const processor = { webMs, workerMs, postgresMs };
    const p95 = { p95Ms: at(waits, 0.95), bareP95Ms: at(bare, 0.95) };
    return { webhooks: { posted: count, lost, ...counts, appliedByThen: byThen, ...p95, processor } };
  } finally {
    await worker.stop();
    await web.stop();
    await close();
  }
}

/** Patrons that are known already; gives what is posted about them. */
async function begin({ sandbox, services, coffee }: Newsroom) {
  const subscriptions = seed(sandbox.world(), patrons, {
    product: coffee.stripeProductId ?? '',
    amount: 300,
    currency: 'eur',
    interval: 'month',
    metadata: () => ({ ...ourMark(services.config) }),
    email: (index) => `patron-${index}@readers.example`,
  });
  await reconcile(services, { all: true });
  return subscriptions.flatMap(({ id, customer, latest_invoice: invoice }) => [
    { type: 'customer.subscription.updated', object: { id, object: 'subscription', customer } },
    { type: 'invoice.paid', object: { id: invoice, object: 'invoice', customer } },
  ]);
}

function used(db: Db, web: WorkerProcess, worker: WorkerProcess): Promise<number[]> {
  return Promise.all([processorSeconds(web.pid), processorSeconds(worker.pid), postgresSeconds(db)]);
}

function at(waits: number[], share: number): number {
  return waits.toSorted((one, other) => one - other)[Math.floor(waits.length * share)] ?? Number.NaN;
}

async function countEvents(db: Db): Promise<{ stored: number; applied: number; waiting: number }> {
  const rows = await db.selectFrom('stripeEvents').select('state').execute();
  const of = (state: string): number => rows.filter((row) => row.state === state).length;
  return { stored: rows.length, applied: of('applied'), waiting: of('waiting') };
}

/** Until the worker has done them all. */
async function drain(db: Db): Promise<void> {
  const until = performance.now() + drainForMs;
  while ((await countEvents(db)).waiting > 0 && performance.now() < until) await sleep(500);
}
