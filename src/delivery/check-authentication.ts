import type { Db } from '../db.ts';
import type { Config } from '../config.ts';
import { loadPublication } from '../publication/publication.ts';
import { checkDns } from './check-dns.ts';
import { relaysInUse } from './check-relays.ts';
import { checkDkim } from './dkim.ts';
import type { DnsResolver } from './dns/ask.ts';
import { type Check, check, found, warn } from './finding.ts';
import { finds } from './say.ts';

type Settings = Pick<Config, 'dkim' | 'smtpUrl' | 'relayPasswords'>;

/**
 * What others find who ask whether mail from an address is ours: SPF, DKIM, DMARC and the names of the relays, each
 * with what is to be done. DNS is asked, for five seconds at the most; nothing is thrown for what it says.
 */
export async function checkAuthentication(
  db: Db,
  settings: Settings,
  resolver: DnsResolver,
  fromAddress: string,
): Promise<Check[]> {
  const domain = domainOf(fromAddress);
  const { dkim } = settings;
  const signing = await check('DKIM', async () => {
    if (dkim === null)
      return warn(finds.noKeySet, `bin/broadsheet doctor keys --domain ${domain} --selector s2026`);
    await checkDkim(dkim);
    return found(finds.signedAs(dkim.domain));
  });
  const isSample = (await loadPublication(db))?.isSample ?? false;
  const relays = await relaysInUse(db, settings);
  // A key that cannot be read would throw again where its record is looked for.
  const published =
    signing.state === 'failed' ? [] : await checkDns({ dkim }, { resolver, domain, isSample, relays });
  return [
    ...published.filter(({ name }) => name === 'SPF'),
    signing,
    ...published.filter(({ name }) => name !== 'SPF'),
  ];
}

/** What stands behind the @. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
