import { createServer } from 'node:net';
import { AppError } from '../errors.ts';

const tries = 200;

/**
 * The first free TCP port from the preferred one upwards, and whether the preferred one was taken.
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

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
