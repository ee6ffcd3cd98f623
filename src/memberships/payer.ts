import { hashAddress } from '../address-hash.ts';
import { InvalidInput } from '../errors.ts';
import type { Services } from '../services.ts';
import { parseAddress } from '../subscribers/address.ts';

/** Where mail goes to the address that was typed at Checkout, or null where it is none. It proves nothing of who typed it. */
export function recipientOfPayer(
  { config }: Pick<Services, 'config'>,
  payer: string | null,
  language: string,
) {
  try {
    if (payer === null) return null;
    const { address, key } = parseAddress(payer);
    return { subscriberId: null, address, addressHash: hashAddress(config.suppressionKey, key), language };
  } catch (error) {
    if (error instanceof InvalidInput) return null;
    throw error;
  }
}
