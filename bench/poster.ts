// A thread that asks a web at an even pace, whatever the answers take, and measures how long each took: a thread of its
// own, so that its clock does not wait for what else the benchmark does. `keepPace` starts it.
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { sign } from '../src/local/stripe/webhooks.ts';

/** What is asked, so many times a second. */
export interface Asking {
  url: string;
  count: number;
  perSecond: number;
  /** What is posted, one after the other and again from the first; none: it is a GET. */
  posts: Array<{ type: string; object: object }>;
  webhookSecret: string;
}

/** @returns how long each answer took, in milliseconds */
export function keepPace(asking: Asking): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL(import.meta.url), { workerData: asking });
    thread.once('message', resolve);
    thread.once('error', reject);
  });
}

// What asks by it uses less of the processor than `fetch`, and leaves more of it to whom is asked.
const agent = new Agent({ keepAlive: true });

// oxlint-disable-next-line unicorn/require-post-message-target-origin
if (!isMainThread) parentPort?.postMessage(await askAll(workerData as Asking));

async function askAll(asking: Asking): Promise<number[]> {
  const asked: Array<Promise<number>> = [];
  const began = performance.now();
  for (let index = 0; index < asking.count; index += 1) {
    const due = began + (index * 1000) / asking.perSecond;
    if (due > performance.now()) await sleep(due - performance.now());
    asked.push(time(asking.url, requestOf(asking, index)));
  }
  return Promise.all(asked);
}

interface Request {
  method: string;
  headers: Record<string, string>;
  body: string;
}

function requestOf({ posts, webhookSecret }: Asking, index: number): Request {
  const post = posts[index % posts.length];
  if (post === undefined) return { method: 'GET', headers: {}, body: '' };
  const body = JSON.stringify({
    id: `evt_bench_${index}`,
    object: 'event',
    api_version: '2026-10-28.endive',
    created: Math.floor(Date.now() / 1000),
    data: { object: post.object },
    livemode: false,
    pending_webhooks: 1,
    request: null,
    type: post.type,
  });
  const headers = { 'stripe-signature': sign(body, webhookSecret), 'content-type': 'application/json' };
  return { method: 'POST', headers, body };
}

function time(url: string, { method, headers, body }: Request): Promise<number> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers, agent }, (answer) => {
      answer.resume();
      answer.once('end', () => {
        if (answer.statusCode === 200) resolve(performance.now() - began);
        else reject(new Error(`${url} answered ${answer.statusCode}`));
      });
    });
    asked.once('error', reject);
    asked.end(body);
  });
}
