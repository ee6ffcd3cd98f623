import type { Config } from '../config.ts';
import type { Db } from '../db.ts';
import { checkRelayTls, type TlsSetting, tlsOfRelay, tlsOfUrl } from './check-relay-tls.ts';
import { type Check, check, fail, type Finding, found } from './finding.ts';
import { selectRelays } from './queries/relays.ts';
import { relayUrl } from './relays/relay.ts';
import { readEndpoint } from './smtp/endpoint.ts';
import { openSession } from './smtp/open-session.ts';
import { finds } from './say.ts';

/** A relay that mail goes to. */
export interface RelayInUse {
  /** What its checks are called after. */
  label: string;
  /** What the check of its address is called. */
  ptr: string;
  host: string;
  /** Or why it cannot be used: its password is missing in this environment. */
  url: URL | Error;
  tls: TlsSetting;
}

/** The relays that mail goes to: those of the table that are turned on; where it has none, the one of `SMTP_URL`. */
export async function relaysInUse(
  db: Db,
  { smtpUrl, relayPasswords }: Pick<Config, 'smtpUrl' | 'relayPasswords'>,
): Promise<RelayInUse[]> {
  const rows = await selectRelays(db);
  if (rows.length === 0) {
    const url = new URL(smtpUrl);
    const { host } = readEndpoint(url);
    return [{ label: finds.relay, ptr: finds.relayPtr, host, url, tls: tlsOfUrl(url) }];
  }
  return rows
    .filter(({ enabled }) => enabled)
    .map((row) => ({
      label: finds.relayNamed(row.name),
      ptr: finds.relayNamedPtr(row.name),
      host: row.host,
      url: relayUrl(row, relayPasswords[row.name]),
      tls: tlsOfRelay(row.name),
    }));
}

/** Whether each relay can be reached and signed in to, and by which TLS; nothing is sent. */
export async function checkRelays(relays: RelayInUse[]): Promise<Check[]> {
  if (relays.length === 0)
    return [
      {
        name: finds.relay,
        ...fail('none of the relays is turned on', 'broadsheet relays set NAME --enabled on'),
      },
    ];
  return (await Promise.all(relays.map(checkRelay))).flat();
}

async function checkRelay({ label, url, tls }: RelayInUse): Promise<Check[]> {
  if (url instanceof Error) return [{ name: label, ...fail(url.message) }];
  return Promise.all([
    check(label, () => signIn(url)),
    check(`${label} TLS`, () => checkRelayTls(url, { setting: tls })),
  ]);
}

async function signIn(url: URL): Promise<Finding> {
  const session = await openSession(url);
  session.quit();
  return found(url.username === '' ? `${url.host} answers` : `${url.host} answers and takes the password`);
}
