import type { Config } from '../config.ts';
import { checkByDns, type DnsResolver, isMadeUp } from './dns/ask.ts';
import { checkDkimRecord } from './dns/dkim-record.ts';
import { checkDmarc } from './dns/dmarc.ts';
import { checkRelayAddress } from './dns/relay-address.ts';
import { checkSpf } from './dns/spf.ts';
import { signingKeys } from './dkim-keys.ts';
import type { RelayInUse } from './check-relays.ts';
import { type Check, type Finding, found, warn } from './finding.ts';
import { finds } from './say.ts';

export interface DnsChecks {
  resolver: DnsResolver;
  /** What stands behind the @ of From. */
  domain: string;
  /** A sample sends nowhere, so nothing needs to be published. */
  isSample: boolean;
  relays: Array<Pick<RelayInUse, 'ptr' | 'host'>>;
}

/** What DNS must say so that others take a sender's mail; each check by its name, none of them throws for DNS. */
export async function checkDns(
  { dkim }: Pick<Config, 'dkim'>,
  { resolver, domain, isSample, relays }: DnsChecks,
): Promise<Check[]> {
  if (isSample) return [{ name: 'DNS', ...found(finds.notAskedSample) }];
  const ask = async (name: string, about: string, look: () => Promise<Finding>): Promise<Check> => ({
    name,
    ...(isMadeUp(about) ? found(finds.notAskedMadeUp(about)) : await checkByDns(look)),
  });
  const keys = dkim === null ? [] : signingKeys(dkim);
  const asked = await Promise.all([
    ask('SPF', domain, () => checkSpf(resolver, domain, hostsOf(relays))),
    ...keys.map((key) => ask(finds.recordOf(key.selector), key.domain, () => checkDkimRecord(resolver, key))),
    ask('DMARC', domain, () => checkDmarc(resolver, domain)),
    ...relays.map(({ ptr, host }) => ask(ptr, host, () => checkRelayAddress(resolver, host))),
  ]);
  return dkim === null
    ? asked
    : [...asked, { name: finds.alignment, ...checkAlignment(domain, dkim.domain) }];
}

function hostsOf(relays: DnsChecks['relays']): string[] {
  return relays.map(({ host }) => host);
}

/** DMARC counts a signature only where its domain goes with that of From (RFC 9989: the same, or one above the other). */
function checkAlignment(from: string, signer: string): Finding {
  const aligned = from === signer || from.endsWith(`.${signer}`) || signer.endsWith(`.${from}`);
  if (aligned) return found(finds.signsFor(signer, from));
  return warn(finds.misaligned(from, signer), `DKIM_DOMAIN=${from}`);
}
