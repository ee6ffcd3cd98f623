// How soon webhooks of Stripe are acknowledged: 200 a second for a minute, while a worker works on them; web, worker and
// database are processes of their own, the sandbox and who posts are this one. The aim is 50 ms for 95 of 100, and that
// none is lost. Beside it the bare answer of the same web (`/healthz`) at the same pace, for a sixth of the time.
import { setTimeout as sleep } from 'node:timers/promises';
import { sign } from '../src/local/stripe/webhooks.ts';
import type { Db } from '../src/db.ts';
import { serverPort } from '../test/support/server-port.ts';
import { startWebProcess, startWorkerProcess } from '../test/support/worker-process.ts';
import { print } from './print.ts';
import { openBenchNewsroom } from './stripe-newsroom.ts';

const perSecond = 200;
const seconds = Number(process.env['BENCH_SECONDS'] ?? 60);

/** @returns what `--json` prints */
export async function benchWebhooks(databaseUrl: string): Promise<object> {
  const { services, stripe, coffee, close } = await openBenchNewsroom(databaseUrl);
  const { secretKey, webhookSecret, apiBase } = stripe;
  const settings = {
    STRIPE_SECRET_KEY: secretKey,
    STRIPE_WEBHOOK_SECRET: webhookSecret,
    STRIPE_API_BASE: apiBase,
  };
  const port = await serverPort();
  const web = await startWebProcess(services, port, settings);
  const worker = await startWorkerProcess(services, 'smtp://127.0.0.1:9', settings);
  const origin = `http://127.0.0.1:${port}`;
  const product = coffee.stripeProductId ?? '';
  try {
    const bare = await keepPace(perSecond * Math.ceil(seconds / 6), () => time(`${origin}/healthz`, {}));
    const waits = await keepPace(perSecond * seconds, (index) =>
      postOne({ origin, product, webhookSecret }, index),
    );
    const counts = await countEvents(services.db);
    const lost = waits.length - counts.stored;
    const figures = [waits.length, lost, counts.applied, at(bare, 0.95), at(waits, 0.5), at(waits, 0.95)];
    const names = ['posted', 'lost', 'applied by then', 'bare p95 ms', 'p50 ms', 'p95 ms', 'p99 ms'];
    print(names, [[...figures, at(waits, 0.99)].map((one) => one.toFixed(1))]);
    return {
      webhooks: { posted: waits.length, lost, ...counts, p95Ms: at(waits, 0.95), bareP95Ms: at(bare, 0.95) },
    };
  } finally {
    await worker.stop();
    await web.stop();
    await close();
  }
}

function at(waits: number[], share: number): number {
  return waits.toSorted((one, other) => one - other)[Math.floor(waits.length * share)] ?? Number.NaN;
}

async function countEvents(db: Db): Promise<{ stored: number; applied: number }> {
  const rows = await db.selectFrom('stripeEvents').select('state').execute();
  return { stored: rows.length, applied: rows.filter(({ state }) => state === 'applied').length };
}

/** Asks at an even pace, whatever the answers take; gives how long each took, in milliseconds. */
async function keepPace(count: number, ask: (index: number) => Promise<number>): Promise<number[]> {
  const asked: Array<Promise<number>> = [];
  const began = performance.now();
  for (let index = 0; index < count; index += 1) {
    const due = began + (index * 1000) / perSecond;
    if (due > performance.now()) await sleep(due - performance.now());
    asked.push(ask(index));
  }
  return Promise.all(asked);
}

interface Post {
  origin: string;
  product: string;
  webhookSecret: string;
}

function postOne({ origin, product, webhookSecret }: Post, index: number): Promise<number> {
  const body = JSON.stringify({
    id: `evt_bench_${index}`,
    object: 'event',
    api_version: '2026-10-28.endive',
    created: Math.floor(Date.now() / 1000),
    data: { object: { id: product, object: 'product' } },
    livemode: false,
    pending_webhooks: 1,
    request: null,
    type: 'product.updated',
  });
  const headers = { 'stripe-signature': sign(body, webhookSecret), 'content-type': 'application/json' };
  return time(`${origin}/webhooks/stripe`, { method: 'POST', body, headers });
}

async function time(url: string, init: RequestInit): Promise<number> {
  const began = performance.now();
  const answer = await fetch(url, init);
  await answer.arrayBuffer();
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`);
  return performance.now() - began;
}
