import { system } from '../../src/access/actor.ts';
import type { Db } from '../../src/db.ts';
import { addRelay, type RelayAddition } from '../../src/delivery/relays/settings.ts';
import { createTransport, type Transport } from '../../src/delivery/transport.ts';
import type { Services } from '../../src/services.ts';

/** A mail that says nothing. */
export const message = {
  from: 'desk@courier.example',
  to: 'anna@readers.example',
  raw: Buffer.from('Subject: x\r\n\r\nHello\r\n'),
};

/** Adds a server of this machine to the relays of the database. */
export async function addLocalRelay(
  db: Db,
  name: string,
  port: number,
  more: Partial<RelayAddition> = {},
): Promise<void> {
  await addRelay(db, system, { name, host: '127.0.0.1', port, security: 'none', ...more });
}

/** The way out over the relays of the database. */
export async function openTransport({ config, db }: Services): Promise<Transport> {
  const transport = createTransport(config, db);
  await transport.ready();
  return transport;
}
