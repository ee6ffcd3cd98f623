// Longer ones do not fit into the database's indexes, and mail programs cut them.
export const maxAddressLength = 2_000;

/** An http or https address made absolute, or null where it is none, leads nowhere, or is longer than 2,000. */
export function absoluteAddress(address: string, base: string | undefined): string | null {
  if (address === '' || address.length > maxAddressLength) return null;
  const url = URL.parse(address, base);
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  return url.href.length <= maxAddressLength ? url.href : null;
}
