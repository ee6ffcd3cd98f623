import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { type Finding, found, warn } from '../finding.ts';
import { askAddresses, askNames, type DnsResolver } from './ask.ts';

/** Whether a relay that is set by its address has a name that leads back to it: many take no mail from others. */
export async function checkRelayAddress(resolver: DnsResolver, host: string): Promise<Finding> {
  if (isIP(host) === 0) return found(`${host} is a name: who runs it sees to its PTR record`);
  const address = ipaddr.parse(host);
  if (address.range() !== 'unicast')
    return found(`${host} is not of the public network: look at the address that mail leaves by`);
  const names = await askNames(resolver, host);
  const pointer = `${reverseName(address)}. IN PTR mail.your-domain.`;
  if (names.length === 0)
    return warn(`${host} has no PTR record`, `ask who gave you the address for\n${pointer}`);
  for (const name of names) {
    const back = await askAddresses(resolver, name);
    if (back.some((one) => ipaddr.parse(one).toString() === address.toString()))
      return found(`${host} is ${name}, and ${name} is ${host}`);
  }
  const record = address.kind() === 'ipv4' ? 'A' : 'AAAA';
  return warn(
    `${host} is ${names.join(', ')}, which does not lead back`,
    `${names[0]}. IN ${record} ${host}`,
  );
}

function reverseName(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  const bytes = address.toByteArray();
  if (address.kind() === 'ipv4') return `${bytes.toReversed().join('.')}.in-addr.arpa`;
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.split('').toReversed().join('.')}.ip6.arpa`;
}
