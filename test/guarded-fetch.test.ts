import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, describe, it } from 'node:test';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { AppError } from '../src/errors.ts';
import { guardedFetch, isPublic } from '../src/guarded-fetch.ts';

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const limits = { maxBytes: 10_000, timeoutMs: 2_000 };
const code = (wanted: string) => (error: unknown) => error instanceof AppError && error.code === wanted;

describe('fetching what somebody else named', () => {
  for (const address of [
    'http://127.0.0.1/',
    'http://localhost/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://10.0.0.8/',
    'http://192.168.1.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://100.64.0.1/',
    'http://0.0.0.0/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[fe80::1]/',
    'http://[fd00::1]/',
    'http://[::]/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'ftp://news.example/',
    'file:///etc/passwd',
    'http://user:secret@news.example/',
    'http://93.184.215.14:22/',
    'nonsense',
  ]) {
    it(`refuses ${address}`, () =>
      assert.rejects(guardedFetch(address, { ...limits, allowedOrigins: [] }), code('fetch_refused')));
  }

  it('refuses a name that leads inside, even beside a public address', async () => {
    const resolve = (): Promise<string[]> => Promise.resolve(['93.184.215.14', '127.0.0.1']);
    await assert.rejects(
      guardedFetch('http://rebind.example/', { ...limits, allowedOrigins: [], resolve }),
      code('fetch_refused'),
    );
  });

  it('asks for a name once, and connects to just that address', async () => {
    const origin = await serve((request, response) => response.end(request.headers.host));
    const { port } = new URL(origin);
    let asked = 0;
    const resolve = (): Promise<string[]> =>
      Promise.resolve((asked += 1) === 1 ? ['127.0.0.1'] : ['192.0.2.1']);
    const { body } = await guardedFetch(`http://feed.example:${port}/`, {
      ...limits,
      allowedOrigins: [`http://feed.example:${port}`],
      resolve,
    });
    assert.deepEqual([body.toString(), asked], [`feed.example:${port}`, 1]);
  });

  it('checks each redirect anew, and follows five at the most', async () => {
    const inside = await serve((_request, response) => response.end('secret'));
    const outside = await serve((request, response) => {
      const to = request.url === '/loop' ? '/loop' : inside;
      response.writeHead(302, { location: to }).end();
    });
    await assert.rejects(
      guardedFetch(outside, { ...limits, allowedOrigins: [outside] }),
      code('fetch_refused'),
    );
    await assert.rejects(
      guardedFetch(`${outside}/loop`, { ...limits, allowedOrigins: [outside] }),
      code('fetch_failed'),
    );
  });

  it('stops at the size allowed, counted after decompression, and at the time allowed', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const origin = await serve((request, response) => {
      if (request.url === '/bomb') response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
      else if (request.url === '/drip') setInterval(() => response.write('x'), 50).unref();
      else response.end('x'.repeat(10_001));
    });
    const options = { ...limits, timeoutMs: 30_000, allowedOrigins: [origin] };
    await assert.rejects(guardedFetch(`${origin}/bomb`, options), code('fetch_too_large'));
    await assert.rejects(guardedFetch(origin, options), code('fetch_too_large'));
    await assert.rejects(
      guardedFetch(`${origin}/drip`, { ...options, timeoutMs: 300 }),
      code('fetch_timeout'),
    );
  });

  it('reads each encoding that it says it takes, deflate with its frame and without', async () => {
    const text = 'news '.repeat(1_000);
    const answers: Record<string, [encoding: string, body: Buffer]> = {
      '/gzip': ['gzip', gzipSync(text)],
      '/x-gzip': ['X-GZIP', gzipSync(text)],
      '/zlib': ['deflate', deflateSync(text)],
      '/raw': ['deflate', deflateRawSync(text)],
      '/raw-stored': ['deflate', deflateRawSync(text, { level: 0 })],
      '/br': ['br', brotliCompressSync(text)],
      '/none': ['identity', Buffer.from(text)],
    };
    const origin = await serve((request, response) => {
      const [encoding, body] = answers[request.url ?? ''] ?? ['', Buffer.alloc(0)];
      response.writeHead(200, { 'content-encoding': encoding }).end(body);
    });
    for (const path of Object.keys(answers)) {
      const { body } = await guardedFetch(origin + path, { ...limits, allowedOrigins: [origin] });
      assert.equal(body.toString(), text, path);
    }
  });

  it('takes an answer without a body, whatever encoding it names', async () => {
    const origin = await serve((request, response) => {
      const [, status, encoding] = request.url?.split('/') ?? [];
      response.writeHead(Number(status), { 'content-encoding': encoding }).end();
    });
    for (const status of [200, 204, 304, 404]) {
      for (const encoding of ['gzip', 'deflate', 'br']) {
        const options = { ...limits, allowedOrigins: [origin] };
        const answer = await guardedFetch(`${origin}/${status}/${encoding}`, options);
        assert.deepEqual([answer.status, answer.body.length], [status, 0], `${status} ${encoding}`);
      }
    }
  });

  it('fails where a compressed answer is cut off', async () => {
    const whole = gzipSync('news '.repeat(1_000));
    const origin = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(whole.subarray(0, whole.length - 12)),
    );
    await assert.rejects(guardedFetch(origin, { ...limits, allowedOrigins: [origin] }), code('fetch_failed'));
  });

  it('tells public addresses from all others', () => {
    for (const address of ['93.184.215.14', '2606:2800:21f:cb07::1'])
      assert.equal(isPublic(address), true, address);
    for (const address of ['198.18.0.1', '192.0.2.1', '::ffff:8.8.8.8', '2001:db8::1', '100::1', 'x'])
      assert.equal(isPublic(address), false, address);
  });
});
