import { z } from 'zod';

/** What mail is signed with: an RSA key and, if wanted, an Ed25519 key beside it (RFC 8463); keys as PEM. */
export interface DkimConfig {
  domain: string;
  selector: string;
  privateKey: string;
  ed25519?: { selector: string; privateKey: string };
}

/** The settings, by name; `config.ts` reads them. */
export const dkimShape = {
  DKIM_DOMAIN: z.string().optional(),
  DKIM_SELECTOR: z.string().optional(),
  DKIM_PRIVATE_KEY: z.string().optional(),
  DKIM_ED25519_SELECTOR: z.string().optional(),
  DKIM_ED25519_PRIVATE_KEY: z.string().optional(),
};

type DkimValues = z.infer<z.ZodObject<typeof dkimShape>>;

/** The keys that are set, or null; one that is half set is said among the faults. */
export function parseDkim(values: DkimValues, faults: string[]): DkimConfig | null {
  const { DKIM_DOMAIN: domain, DKIM_SELECTOR: selector, DKIM_PRIVATE_KEY: privateKey } = values;
  const second = parseSecondDkim(values, faults);
  if (domain && selector && privateKey) return { domain, selector, privateKey, ...second };
  if (domain || selector || privateKey)
    faults.push(
      'DKIM_DOMAIN, DKIM_SELECTOR and DKIM_PRIVATE_KEY (or DKIM_PRIVATE_KEY_FILE) are set together or not at all',
    );
  else if (second.ed25519)
    faults.push('DKIM_ED25519_SELECTOR is set without DKIM_SELECTOR: Ed25519 signs only beside an RSA key');
  return null;
}

function parseSecondDkim(values: DkimValues, faults: string[]): Pick<DkimConfig, 'ed25519'> {
  const { DKIM_ED25519_SELECTOR: selector, DKIM_ED25519_PRIVATE_KEY: privateKey } = values;
  if (!selector && !privateKey) return {};
  if (selector && privateKey && selector !== values.DKIM_SELECTOR)
    return { ed25519: { selector, privateKey } };
  faults.push(
    'DKIM_ED25519_SELECTOR and DKIM_ED25519_PRIVATE_KEY (or DKIM_ED25519_PRIVATE_KEY_FILE) are set together or not at all, and the selector is another than DKIM_SELECTOR',
  );
  return {};
}
