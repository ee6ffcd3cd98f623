import ipaddr from 'ipaddr.js';

/** As Express means it: how many proxies are in front, or which; false is none. */
export type TrustProxy = false | number | string[];

const proxyNames = ['loopback', 'linklocal', 'uniquelocal'];

/** Reads `TRUST_PROXY`; a wrong one is said among the faults. */
export function parseTrustProxy(text: string | undefined, faults: string[]): TrustProxy {
  if (text === undefined || text === 'false') return false;
  if (/^\d{1,2}$/.test(text)) return Number(text);
  const parts = text.split(',').map((part) => part.trim());
  const isNetwork = (part: string): boolean => ipaddr.isValid(part) || ipaddr.isValidCIDR(part);
  if (!parts.every((part) => proxyNames.includes(part) || isNetwork(part)))
    faults.push(
      `TRUST_PROXY is ${JSON.stringify(text)}; it is the number of proxies in front, or their addresses or networks with commas between (${proxyNames.join(', ')} are known by name)`,
    );
  return parts;
}
