import type { Services } from '../../services.ts';
import { isRecoveryCode } from './recovery-codes.ts';
import { isTotpCode } from './totp.ts';

/** What a typed second factor is: a code of the app, a recovery code, or nothing that is right. Either is used up. */
export async function checkTyped(
  services: Services,
  staffId: number,
  text: string,
  now: Date = new Date(),
): Promise<'totp' | 'recovery-code' | null> {
  if (await isTotpCode(services, staffId, text, now)) return 'totp';
  return (await isRecoveryCode(services.db, staffId, text, now)) ? 'recovery-code' : null;
}
