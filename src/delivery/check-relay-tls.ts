import { fail, type Finding, found, warn } from './finding.ts';
import { readEndpoint } from './smtp/endpoint.ts';
import { lookAtTls, type RelayTls } from './smtp/look-at-tls.ts';

/** How a person has set that a relay is spoken to in clear, and what they would set instead. */
export interface TlsSetting {
  /** What says so. */
  off: string;
  /** To paste. */
  turnOff: string;
  turnOn: string;
}

/** Of the relay of `SMTP_URL`. */
export function tlsOfUrl(url: URL): TlsSetting {
  return { off: '?tls=no', turnOff: `${showUrl(url)}?tls=no`, turnOn: showUrl(url) };
}

/** Of a relay of the table. */
export function tlsOfRelay(name: string): TlsSetting {
  const set = `broadsheet relays set ${name} --security`;
  return { off: '--security none', turnOff: `${set} none`, turnOn: `${set} starttls` };
}

interface TlsCheck {
  setting?: TlsSetting;
  /** Certificates to trust instead of the machine's. */
  ca?: string;
}

/**
 * Whether mail reaches the relay in secret: what it offers, and whether its certificate verifies.
 * @throws Error where it cannot be reached
 */
export async function checkRelayTls(
  url: URL,
  { setting = tlsOfUrl(url), ca }: TlsCheck = {},
): Promise<Finding> {
  const tls = await lookAtTls(url.href, ca);
  const offer = describeOffer(tls);
  const { clear, isLoopback } = readEndpoint(url);
  if (clear && isLoopback) return found(`${offer}; in clear, as it is on this machine`);
  if (clear) return judgeClear(setting, tls, offer);
  if (tls.offers === 'nothing')
    return fail(
      offer,
      `have the relay offer STARTTLS, or set for one on a private network\n${setting.turnOff}`,
    );
  if (tls.fault !== null)
    return fail(
      offer,
      `give the relay a certificate for ${url.hostname}, or trust its issuer:\nNODE_EXTRA_CA_CERTS=/path/to/ca.pem`,
    );
  return found(offer);
}

function judgeClear({ off, turnOn }: TlsSetting, tls: RelayTls, offer: string): Finding {
  if (tls.offers === 'nothing' || tls.fault !== null) return found(`${offer}; in clear, as ${off} says`);
  return warn(`${offer}, and yet mail goes in clear, as ${off} says`, turnOn);
}

function describeOffer(tls: RelayTls): string {
  if (tls.offers === 'nothing') return 'offers no STARTTLS';
  const { offers, protocol, validTo, fault } = tls;
  const certificate = fault === null ? `verifies, valid to ${validTo}` : `does not verify (${fault})`;
  return `offers ${offers} (${protocol}) with a certificate that ${certificate}`;
}

/** The setting without what is secret in it. */
function showUrl({ protocol, username, host }: URL): string {
  return `SMTP_URL=${protocol}//${username === '' ? '' : `${username}:…@`}${host}`;
}
