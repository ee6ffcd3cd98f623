import ipaddr from 'ipaddr.js';
import type { SMTPServerSession } from 'smtp-server';
import { smtpAnswer } from './smtp-answer.ts';

type Session = Pick<SMTPServerSession, 'id' | 'remoteAddress'>;

/** A connection of the library's: 421 ends it. */
interface Connection {
  id: string;
  send(code: number, words: string): void;
}

export interface ConnectionBounds {
  /** Of one address at a time; of IPv6 of one network. */
  perAddress: number;
  /** How long a connection may stay, whatever is said meanwhile: any line puts the idle timeout off. */
  connectionMs: number;
}

/**
 * Lets nobody alone hold all connections of a listener, nor any for as long as they like: who is refused or cut off is
 * told to come again (421).
 * @param connections those of the server that are open
 */
export function boundConnections(
  { perAddress, connectionMs }: ConnectionBounds,
  connections: () => Iterable<Connection>,
): { admit(session: Session): Error | null; end(session: Session): void } {
  const open = new Map<string, { network: string; timer: NodeJS.Timeout }>();
  const cutOff = (id: string): void => {
    for (const connection of connections())
      if (connection.id === id) connection.send(421, '4.4.2 a connection may not stay any longer');
  };
  return {
    admit: ({ id, remoteAddress }) => {
      const network = networkOf(remoteAddress);
      const held = [...open.values()].filter((one) => one.network === network).length;
      if (held >= perAddress) return smtpAnswer(421, '4.7.0 more connections of one address are not taken');
      open.set(id, { network, timer: setTimeout(cutOff, connectionMs, id).unref() });
      return null;
    },
    end: ({ id }) => {
      clearTimeout(open.get(id)?.timer);
      open.delete(id);
    },
  };
}

/** A customer of a provider has one address of IPv4, and of IPv6 a whole network: /56. */
function networkOf(address: string): string {
  if (!ipaddr.IPv6.isValid(address)) return address;
  return ipaddr.IPv6.networkAddressFromCIDR(`${address.split('%')[0]}/56`).toString();
}
