import type { Services } from '../services.ts';
import { findSixDigits, hashSixDigits, readSixDigits, sixDigits } from '../six-digits.ts';
import { parseAddress } from './address.ts';
import { tryCodes, useSignIn } from './queries/links.ts';
import { lockAddress, selectByKey } from './queries/people.ts';

const maxTries = 5;
const purpose = 'sign-in-code';
const formPurpose = 'sign-in-code-form';
const formMs = 15 * 60_000;

/** The six digits of a mail to sign in. */
export function signInCode({ tokens }: Services, signInId: number, expiresAt: Date): string {
  return sixDigits(tokens, purpose, signInId, expiresAt);
}

/** What is kept of a code. */
export function hashCode({ tokens }: Services, signInId: number, code: string): Buffer {
  return hashSixDigits(tokens, purpose, signInId, code);
}

/**
 * What the form for the code carries: the address, signed. It is made for every address alike.
 * @throws InvalidInput for a wrong address
 */
export function codeFormToken({ tokens }: Services, address: string, now: Date = new Date()): string {
  return tokens.sign(formPurpose, parseAddress(address).key, new Date(now.getTime() + formMs));
}

/** Whether a form for a code is ours and not too old. */
export function isCodeForm({ tokens }: Services, formToken: string, now: Date = new Date()): boolean {
  return tokens.read(formPurpose, formToken, now) !== null;
}

/**
 * Uses a code, once, in place of its link; each try counts, and after five a code is dead. Null where it is wrong,
 * old, used or dead.
 */
export async function signInByCode(
  services: Services,
  { formToken, code }: { formToken: string; code: string },
  now: Date = new Date(),
): Promise<number | null> {
  const key = services.tokens.read(formPurpose, formToken, now);
  const given = readSixDigits(code);
  if (key === null || given === null) return null;
  return services.db.transaction().execute(async (trx) => {
    await lockAddress(trx, key);
    const person = await selectByKey(trx, key);
    if (person === undefined) return null;
    const tried = await tryCodes(trx, person.id, maxTries, now);
    const right = findSixDigits(tried, services.tokens, purpose, given);
    return right === undefined ? null : ((await useSignIn(trx, right.id, now))?.subscriberId ?? null);
  });
}
