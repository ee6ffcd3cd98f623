import { providers } from './providers/index.ts';

const groups = new Map(providers.flatMap(({ name, domains }) => domains.map((domain) => [domain, name])));

/** The group of domains that an address belongs to: a provider's name, or the domain itself. */
export function destinationOf(address: string): string {
  const domain = domainOf(address);
  return groups.get(domain) ?? domain;
}

/** A provider's name, or `other`: so few that a metric may count by it. */
export function providerOf(address: string): string {
  return groups.get(domainOf(address)) ?? 'other';
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
