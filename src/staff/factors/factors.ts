import type { Db } from '../../db.ts';
import { countRecoveryCodes, selectPasskeys, selectTotp } from '../queries/factors.ts';

/** What somebody has besides their mailbox. */
export interface Factors {
  totp: boolean;
  passkeys: number;
  recoveryCodes: number;
}

export async function factorsOf(db: Db, staffId: number): Promise<Factors> {
  const totp = await selectTotp(db, staffId);
  return {
    totp: totp !== undefined && totp.confirmedAt !== null,
    passkeys: (await selectPasskeys(db, staffId)).length,
    recoveryCodes: await countRecoveryCodes(db, staffId),
  };
}

/** Somebody's passkeys, as they are shown to them. */
export function listPasskeys(db: Db, staffId: number) {
  return selectPasskeys(db, staffId);
}
