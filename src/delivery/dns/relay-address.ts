import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { type Finding, found, warn } from '../finding.ts';
import { askAddresses, askNames, type DnsResolver } from './ask.ts';
import { finds } from '../say.ts';

/** Whether a relay that is set by its address has a name that leads back to it: many take no mail from others. */
export async function checkRelayAddress(resolver: DnsResolver, host: string): Promise<Finding> {
  if (isIP(host) === 0) return found(finds.isName(host));
  const address = ipaddr.parse(host);
  if (address.range() !== 'unicast') return found(finds.isPrivate(host));
  const names = await askNames(resolver, host);
  const pointer = `${reverseName(address)}. IN PTR mail.your-domain.`;
  if (names.length === 0) return warn(finds.noPtr(host), finds.askForPtr(pointer));
  for (const name of names) {
    const back = await askAddresses(resolver, name);
    if (back.some((one) => ipaddr.parse(one).toString() === address.toString()))
      return found(finds.leadsBack(host, name));
  }
  const record = address.kind() === 'ipv4' ? 'A' : 'AAAA';
  return warn(finds.leadsElsewhere(host, names.join(', ')), `${names[0]}. IN ${record} ${host}`);
}

function reverseName(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  const bytes = address.toByteArray();
  if (address.kind() === 'ipv4') return `${bytes.toReversed().join('.')}.in-addr.arpa`;
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.split('').toReversed().join('.')}.ip6.arpa`;
}
