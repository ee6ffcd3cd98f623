import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import { createApp } from '../../src/app.ts';
import type { guardedFetch } from '../../src/guarded-fetch.ts';
import type { Services } from '../../src/services.ts';

export interface Web {
  origin: string;
  /** Breaks every connection off, as a proxy or a deployment does. */
  dropConnections(): void;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(
    path: string,
    fields?: Record<string, string | string[]>,
    headers?: Record<string, string>,
  ): Promise<Answer>;
}

export interface Answer {
  status: number;
  headers: Headers;
  body: string;
}

/** The real application, listening on loopback. */
export async function startWeb(services: Services, fetchPublic?: typeof guardedFetch): Promise<Web> {
  const server = createApp(services, fetchPublic).listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = async (path: string, init: RequestInit): Promise<Answer> => {
    const answer = await fetch(origin + path, { redirect: 'manual', ...init });
    return { status: answer.status, headers: answer.headers, body: await answer.text() };
  };
  return {
    origin,
    dropConnections: () => server.closeAllConnections(),
    get: (path, headers = {}) => ask(path, { headers }),
    post: (path, fields = {}, headers = {}) => {
      const pairs = Object.entries(fields).flatMap(([name, value]) =>
        [value].flat().map((one): [string, string] => [name, one]),
      );
      return ask(path, { method: 'POST', headers, body: new URLSearchParams(pairs) });
    },
  };
}
