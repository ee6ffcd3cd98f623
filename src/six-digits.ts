import { timingSafeEqual } from 'node:crypto';
import type { Tokens } from './tokens.ts';
import { hashToken } from './tokens.ts';

const digits = 6;

/** The six digits of a mail: made from its id under our key, so that they stand in no table. */
export function sixDigits(tokens: Tokens, purpose: string, id: number, expiresAt: Date): string {
  const drawn = hashToken(tokens.sign(purpose, String(id), expiresAt)).readUIntBE(0, 6);
  return String(drawn % 10 ** digits).padStart(digits, '0');
}

/** What is kept of them. Without our key nobody finds the six digits from it. */
export function hashSixDigits(tokens: Tokens, purpose: string, id: number, code: string): Buffer {
  return hashToken(tokens.sign(`${purpose}-hash`, `${id}.${code}`));
}

/** Which of the codes that are open was given; undefined where none was. */
export function findSixDigits<Open extends { id: number; codeHash: Buffer | null }>(
  open: Open[],
  tokens: Tokens,
  purpose: string,
  given: string,
): Open | undefined {
  return open.find(
    ({ id, codeHash }) =>
      codeHash !== null && timingSafeEqual(codeHash, hashSixDigits(tokens, purpose, id, given)),
  );
}

/** The digits of a code as somebody typed it, with spaces or not; null where it has not six. */
export function readSixDigits(text: string): string | null {
  const given = text.replace(/[\s-]/g, '');
  return /^\d{6}$/.test(given) ? given : null;
}
