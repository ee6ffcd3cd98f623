import type { AddressPurpose, DeliveryReference, DeliveryTokens, Tokens } from '../../tokens.ts';

// `edition` of what is no edition's: the other number is a service mail's id.
const serviceEdition = 0;

/** The reference by which a service mail's return path names it. */
export function serviceMailReference(serviceMailId: number): DeliveryReference {
  return { editionId: serviceEdition, subscriberId: serviceMailId };
}

/** The id of the service mail that a reference names, or null where it names a delivery. */
export function serviceMailOf({ editionId, subscriberId }: DeliveryReference): number | null {
  return editionId === serviceEdition ? subscriberId : null;
}

/** What mail at one of our addresses is for. */
export type InboundAddress =
  /** What comes back about one mail. */
  | { use: 'return-path'; token: string }
  /** One reader leaves. */
  | { use: 'unsubscribe-mail'; token: string }
  /** A mail of our own, to see whether it arrives. */
  | { use: 'probe'; token: string }
  /** What comes back about nothing in particular. */
  | { use: 'bounces' };

const prefixes: Record<AddressPurpose, string> = { 'return-path': 'b', 'unsubscribe-mail': 'u' };

/** `b+<token>@domain`, where what comes back about one mail goes. */
export function addressFor(purpose: AddressPurpose, token: string, domain: string): string {
  return `${prefixes[purpose]}+${token}@${domain}`;
}

/** The addresses by which what comes back about one mail is known. */
export function ownAddresses({ forAddresses }: DeliveryTokens, domain: string) {
  const { 'return-path': returnPath, 'unsubscribe-mail': unsubscribeMail } = forAddresses();
  return {
    returnPath: addressFor('return-path', returnPath, domain),
    unsubscribeMail: addressFor('unsubscribe-mail', unsubscribeMail, domain),
  };
}

/** Where a mail of our own goes that is to be seen again. */
export function probeAddress(token: string, domain: string): string {
  return `probe+${token}@${domain}`;
}

/** Where what comes back about nothing in particular goes. */
export function bouncesAddress(domain: string): string {
  return `bounces@${domain}`;
}

/**
 * What an address is for, by its form alone; null for one that is none of ours. Case does not count: it is lost on the
 * way.
 * @param domain null: whatever stands behind the @
 */
export function readInboundAddress(address: string, domain: string | null): InboundAddress | null {
  const folded = address.trim().toLowerCase();
  const at = folded.lastIndexOf('@');
  if (at < 1 || (domain !== null && folded.slice(at + 1) !== domain)) return null;
  const local = folded.slice(0, at);
  if (local === 'bounces') return { use: 'bounces' };
  const [, prefix, token = ''] =
    /^([bu])\+([a-z0-9]{1,8}\.[a-z2-7]{32})$/.exec(local) ?? /^(probe)\+([a-z2-7]{16,64})$/.exec(local) ?? [];
  if (prefix === 'b') return { use: 'return-path', token };
  if (prefix === 'u') return { use: 'unsubscribe-mail', token };
  return prefix === 'probe' ? { use: 'probe', token } : null;
}

/** Which mail one of these addresses names for this purpose; null where none does, or its token is forged. */
export function referenceIn(
  tokens: Tokens,
  purpose: AddressPurpose,
  addresses: string[],
): DeliveryReference | null {
  for (const address of addresses) {
    const read = readInboundAddress(address, null);
    const reference = read?.use === purpose ? tokens.readAddress(purpose, read.token) : null;
    if (reference !== null) return reference;
  }
  return null;
}
