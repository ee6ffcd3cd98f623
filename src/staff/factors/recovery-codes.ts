import { randomBytes } from 'node:crypto';
import type { Actor } from '../../access/actor.ts';
import { recordAudit } from '../../access/audit.ts';
import { demand } from '../../access/demand.ts';
import { encodeBase32 } from '../../base32.ts';
import type { Db } from '../../db.ts';
import { Conflict } from '../../errors.ts';
import { hashToken } from '../../tokens.ts';
import { replaceRecoveryCodes, useRecoveryCode } from '../queries/factors.ts';
import { factorsOf } from './factors.ts';
import { say } from '../say.ts';

const codes = 10;
// 80 bits: whoever has the table cannot find them by trying.
const codeBytes = 10;

/**
 * Makes ten recovery codes in place of those before, each good once in place of a second factor. They are shown now and
 * never again: only their hashes are kept.
 * @throws Conflict where there is nothing that they could stand in for
 */
export function makeRecoveryCodes(db: Db, actor: Actor, staffId: number): Promise<string[]> {
  demand(actor, 'account.secure');
  return db.transaction().execute(async (trx) => {
    const { totp, passkeys } = await factorsOf(trx, staffId);
    if (!totp && passkeys === 0) throw new Conflict(say.nothingToRecover);
    return replaceCodes(trx, actor, staffId);
  });
}

/** The same in the transaction that sets up a second factor. */
export async function replaceCodes(trx: Db, actor: Actor, staffId: number): Promise<string[]> {
  const made = Array.from({ length: codes }, () => encodeBase32(randomBytes(codeBytes)));
  await replaceRecoveryCodes(trx, staffId, made.map(hashToken));
  await recordAudit(trx, actor, 'staff.make-recovery-codes', `staff:${staffId}`, { count: codes });
  return made.map((code) => code.match(/.{4}/g)?.join('-') ?? code);
}

/** Uses a recovery code, once; written with or without its dashes. */
export async function isRecoveryCode(db: Db, staffId: number, text: string, now: Date): Promise<boolean> {
  const code = text.toLowerCase().replace(/[\s-]/g, '');
  if (!/^[a-z2-7]{16}$/.test(code)) return false;
  return (await useRecoveryCode(db, staffId, hashToken(code), now)) !== undefined;
}
