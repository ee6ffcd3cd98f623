import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { answer } from './api/answer.ts';
import type { Controlled } from './control.ts';
import type { Idempotency } from './core/idempotency.ts';
import type { World } from './core/world.ts';
import { findPage } from './pages/routes.ts';
import { sandboxPage } from './pages/layout.ts';
import { messageOf } from '../../errors.ts';
import { html } from '../../views/html.ts';

/** What the server needs of the sandbox behind it. */
export interface Served {
  world(): World;
  idempotency(): Idempotency;
  secretKey: string;
  /** After anything that may have changed something. */
  changed(): void;
  controlled(): Controlled;
  /** Answers what is under `/sandbox/api/`. */
  control(path: string, input: unknown): Promise<object | null>;
}

const largestBody = 1_000_000;

/** The sandbox over HTTP: Stripe's API under `/v1`, its hosted pages, and the page of the clock. */
export function createSandboxServer(served: Served): Server {
  return createServer((request, response) => {
    handle(served, request, response).catch((error: unknown) => {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      send(response, 500, 'application/json', JSON.stringify({ error: { type: 'api_error', message } }));
    });
  });
}

async function handle(served: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, search } = new URL(request.url ?? '/', 'http://sandbox');
  const method = request.method ?? 'GET';
  if (Number(request.headers['content-length'] ?? 0) > largestBody)
    return send(response, 413, 'text/plain', 'too much');
  const body = method === 'GET' || method === 'HEAD' ? '' : await text(request);
  if (pathname.startsWith('/v1/'))
    answerApi(served, request, response, { method, path: pathname, query: search.slice(1), body });
  else if (pathname.startsWith('/sandbox/api/'))
    await answerControl(served, response, method, pathname, body, request);
  else await answerPage(served, response, method, pathname, body, request);
  if (method !== 'GET' && method !== 'HEAD') served.changed();
}

function answerApi(
  served: Served,
  { headers }: IncomingMessage,
  response: ServerResponse,
  call: { method: string; path: string; query: string; body: string },
): void {
  const given = answer(
    served.world(),
    { secretKey: served.secretKey, idempotency: served.idempotency() },
    {
      ...call,
      authorization: headers.authorization,
      version: one(headers['stripe-version']),
      idempotencyKey: one(headers['idempotency-key']),
      contentType: headers['content-type'],
    },
  );
  response.setHeader('request-id', given.requestId);
  response.setHeader('stripe-version', '2026-10-28.endive');
  response.setHeader('stripe-should-retry', 'false');
  if (given.replayed) response.setHeader('idempotent-replayed', 'true');
  send(response, given.status, 'application/json', given.body);
}

async function answerControl(
  served: Served,
  response: ServerResponse,
  method: string,
  path: string,
  body: string,
  request: IncomingMessage,
): Promise<void> {
  if (isForeign(request)) return send(response, 403, 'text/plain', 'this form was sent from another site');
  if (method !== 'POST') return send(response, 405, 'text/plain', 'it is to be posted');
  try {
    const input: unknown = body === '' ? {} : JSON.parse(body);
    const given = await served.control(path.slice('/sandbox/api'.length), input);
    const says = JSON.stringify(given ?? { error: 'there is no such call' });
    send(response, given === null ? 404 : 200, 'application/json', says);
  } catch (error) {
    send(response, 400, 'application/json', JSON.stringify({ error: messageOf(error) }));
  }
}

async function answerPage(
  served: Served,
  response: ServerResponse,
  method: string,
  path: string,
  body: string,
  request: IncomingMessage,
): Promise<void> {
  const found = findPage(method === 'HEAD' ? 'GET' : method, path);
  if (method === 'POST' && isForeign(request))
    return send(response, 403, 'text/plain', 'this form was sent from another site');
  const form = Object.fromEntries(new URLSearchParams(body));
  const asked = found?.verb({ world: served.world(), ids: found.ids, form, controlled: served.controlled() });
  const given = (await asked) ?? null;
  if (given === null) {
    const page = sandboxPage(
      'Not found',
      html`<h1>There is no such page</h1><p><a href="/sandbox">The sandbox</a></p>`,
    );
    return send(response, 404, 'text/html; charset=utf-8', page.markup);
  }
  if ('to' in given) {
    response.setHeader('location', given.to);
    return send(response, 303, 'text/plain', given.to);
  }
  if ('text' in given) return send(response, 200, given.type, given.text);
  return send(response, given.status ?? 200, 'text/html; charset=utf-8', given.page.markup);
}

// A page elsewhere on the web must not press this one's buttons, were it only to annoy a developer.
function isForeign({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.statusCode = status;
  response.setHeader('content-type', type);
  response.setHeader('cache-control', 'no-store');
  response.setHeader('x-content-type-options', 'nosniff');
  response.end(body);
}
