import { createServer } from 'node:net';
import { AppError, codeOf } from '../errors.ts';

const tries = 200;

/**
 * The first free TCP port from the preferred one upwards, and whether the preferred one was taken. On loopback a
 * port counts as free only where it is so for both 127.0.0.1 and ::1, since "localhost" may lead to either.
 * @throws AppError where 200 in a row are taken.
 */
export async function freePort(preferred: number, host: string): Promise<{ port: number; taken: boolean }> {
  for (let port = preferred; port < preferred + tries && port < 65_536; port += 1) {
    if (await isFree(port, host)) return { port, taken: port !== preferred };
  }
  throw new AppError(
    'no_free_port',
    500,
    `the ports ${preferred} to ${preferred + tries} of ${host} are all in use`,
  );
}

async function isFree(port: number, host: string): Promise<boolean> {
  if ((await tryPort(port, host)) !== null) return false;
  // A machine without IPv6 has no ::1, and nobody who could hold a port there.
  return host !== '127.0.0.1' || (await tryPort(port, '::1')) !== 'EADDRINUSE';
}

/** Null where one can listen, else the code of the error. */
function tryPort(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(codeOf(error) || 'unknown'));
    server.listen({ port, host, ipv6Only: host === '::1' }, () => server.close(() => resolve(null)));
  });
}
