import { fail, type Finding, found, warn } from './finding.ts';
import { readEndpoint } from './smtp/endpoint.ts';
import { lookAtTls, type RelayTls } from './smtp/look-at-tls.ts';

/**
 * Whether mail reaches the relay in secret: what it offers, and whether its certificate verifies.
 * @param ca certificates to trust instead of the machine's
 * @throws Error where it cannot be reached
 */
export async function checkRelayTls(smtpUrl: string, ca?: string): Promise<Finding> {
  const url = new URL(smtpUrl);
  const tls = await lookAtTls(smtpUrl, ca);
  const offer = describeOffer(tls);
  const { clear, isLoopback } = readEndpoint(url);
  if (clear && isLoopback) return found(`${offer}; in clear, as it is on this machine`);
  if (clear) return judgeClear(url, tls, offer);
  if (tls.offers === 'nothing')
    return fail(
      offer,
      `have the relay offer STARTTLS, or set for one on a private network\n${showUrl(url)}?tls=no`,
    );
  if (tls.fault !== null)
    return fail(
      offer,
      `give the relay a certificate for ${url.hostname}, or trust its issuer:\nNODE_EXTRA_CA_CERTS=/path/to/ca.pem`,
    );
  return found(offer);
}

function judgeClear(url: URL, tls: RelayTls, offer: string): Finding {
  if (tls.offers === 'nothing' || tls.fault !== null) return found(`${offer}; in clear, as ?tls=no says`);
  return warn(`${offer}, and yet mail goes in clear, as ?tls=no says`, showUrl(url));
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
