import { freePort } from '../../src/local/free-port.ts';

// Below those that Linux gives to outgoing connections: while a server is away for a moment one of these could take
// its port, or whoever asks for it be connected to itself.
const lowest = 20_000;
const highest = 32_000;

/** A free port of loopback for a server that is to come back on it. */
export async function serverPort(): Promise<number> {
  const { port } = await freePort(lowest + Math.floor(Math.random() * (highest - lowest)), '127.0.0.1');
  return port;
}
