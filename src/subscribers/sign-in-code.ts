import { timingSafeEqual } from 'node:crypto';
import type { Services } from '../services.ts';
import { hashToken } from '../tokens.ts';
import { parseAddress } from './address.ts';
import { tryCodes, useSignIn } from './queries/links.ts';
import { lockAddress, selectByKey } from './queries/people.ts';

const digits = 6;
const maxTries = 5;
const formPurpose = 'sign-in-code-form';
const formMs = 15 * 60_000;

/** The six digits of a mail to sign in: made from its id under our key, so that they stand in no table. */
export function signInCode({ tokens }: Services, signInId: number, expiresAt: Date): string {
  const drawn = hashToken(tokens.sign('sign-in-code', String(signInId), expiresAt)).readUIntBE(0, 6);
  return String(drawn % 10 ** digits).padStart(digits, '0');
}

/** What is kept of a code. Without our key nobody finds the six digits from it. */
export function hashCode({ tokens }: Services, signInId: number, code: string): Buffer {
  return hashToken(tokens.sign('sign-in-code-hash', `${signInId}.${code}`));
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
  const given = code.replace(/[\s-]/g, '');
  if (key === null || !/^\d{6}$/.test(given)) return null;
  return services.db.transaction().execute(async (trx) => {
    await lockAddress(trx, key);
    const person = await selectByKey(trx, key);
    if (person === undefined) return null;
    const tried = await tryCodes(trx, person.id, maxTries, now);
    const right = tried.find(
      ({ id, codeHash }) => codeHash !== null && timingSafeEqual(codeHash, hashCode(services, id, given)),
    );
    return right === undefined ? null : ((await useSignIn(trx, right.id, now))?.subscriberId ?? null);
  });
}
