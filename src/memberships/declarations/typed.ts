import { z } from 'zod';
import { randomToken } from '../../tokens.ts';
import type { Services } from '../../services.ts';
import { parseAddress } from '../../subscribers/address.ts';
import { cleanLine } from '../../text/clean-line.ts';
import type { ContractKind, DeclarationKind } from './declaration.ts';

/** A declaration as it was typed, before it is confirmed: it is kept nowhere but in its form. */
export interface Typed {
  kind: DeclarationKind;
  name: string;
  address: string;
  about: ContractKind;
  /** Which one, in their words. */
  contract: string;
  /** One of the signed-in person's own; null: none was chosen. */
  own: number | null;
  language: string;
  once: string;
}

const purpose = 'declaration';
const validForMs = 2 * 3_600_000;

const schema = z.object({
  kind: z.enum(['cancel', 'withdraw']),
  name: z.string(),
  address: z.string(),
  about: z.enum(['membership', 'gift']),
  contract: z.string(),
  own: z.number().nullable(),
  language: z.string(),
  once: z.string(),
});

/**
 * Reads a form.
 * @param own `membership.12` or `gift.3` where one of one's own was chosen, `membership` or `gift` elsewhere
 * @throws InvalidInput for a wrong address
 */
export function readTyped(
  kind: DeclarationKind,
  fields: { name: string; address: string; own: string; contract: string },
  language: string,
): Typed {
  const [about, id] = fields.own.split('.');
  return {
    kind,
    name: cleanLine(fields.name, 100),
    address: parseAddress(fields.address).address,
    about: about === 'gift' ? 'gift' : 'membership',
    contract: cleanLine(fields.contract, 200),
    own: /^\d{1,15}$/.test(id ?? '') ? Number(id) : null,
    language,
    once: randomToken(),
  };
}

/** What was typed, signed, for the button of the second page. */
export function carryTyped({ tokens }: Services, typed: Typed, now: Date = new Date()): string {
  return tokens.sign(purpose, JSON.stringify(typed), new Date(now.getTime() + validForMs));
}

/** What the second page's button carries; null where it is forged or too old. */
export function readCarried({ tokens }: Services, token: string, now: Date = new Date()): Typed | null {
  const text = tokens.read(purpose, token, now);
  return text === null ? null : schema.parse(JSON.parse(text));
}
