import { InvalidInput } from '../errors.ts';
import { absoluteAddress, maxAddressLength } from './absolute-address.ts';

const tracking =
  /^(utm_\w+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_cid|mc_eid|_hsenc|_hsmi|mkt_tok|oly_anon_id|oly_enc_id|vero_id|wickedid|ref_src|cmpid|spm|s_cid|at_medium|at_campaign)$/i;

/**
 * The one spelling of an article's address that it is kept and compared by: host in lower case, no default port,
 * no tracking parameters, no fragment (but for `#!`, which is a path).
 * @throws InvalidInput for what is not an http or https address of at most 2,000 characters.
 */
export function canonicalUrl(address: string, base?: string): string {
  const absolute = absoluteAddress(address, base);
  if (absolute === null) {
    throw new InvalidInput(
      `${JSON.stringify(address.slice(0, 200))} is not an http:// or https:// address of at most ${maxAddressLength} characters`,
    );
  }
  const url = new URL(absolute);
  url.username = '';
  url.password = '';
  if (!url.hash.startsWith('#!')) url.hash = '';
  const kept = url.search
    .slice(1)
    .split('&')
    .filter((part) => part !== '' && !tracking.test(part.split('=')[0] ?? ''));
  url.search = kept.join('&');
  return url.href;
}
