import { Secret, TOTP } from 'otpauth';
import type { Actor } from '../../access/actor.ts';
import { recordAudit } from '../../access/audit.ts';
import { demand } from '../../access/demand.ts';
import { Conflict } from '../../errors.ts';
import { seal, unseal } from '../../sealed.ts';
import type { Services } from '../../services.ts';
import { readSixDigits } from '../../six-digits.ts';
import { selectTotp, upsertTotp, useTotpStep } from '../queries/factors.ts';
import { replaceCodes } from './recovery-codes.ts';
import { say } from '../say.ts';

const periodSeconds = 30;
// A phone's clock may be half a minute off.
const window = 1;
const secretBytes = 20;

/** What an app for codes is told, as text and as the address in its QR picture. */
export interface TotpSetUp {
  secret: string;
  uri: string;
}

/**
 * Begins with an app for codes (RFC 6238): its secret is sealed under our key, and counts for nothing until a first code
 * has been entered.
 * @throws Conflict where one is in use
 */
export async function beginTotp(services: Services, actor: Actor, staffId: number): Promise<void> {
  demand(actor, 'account.secure');
  const { base32 } = new Secret({ size: secretBytes });
  const sealed = seal(services.config.secretKeys, purposeOf(staffId), base32);
  if ((await upsertTotp(services.db, staffId, sealed)) === undefined) throw new Conflict(say.appThere);
}

/** What is to be shown to the app that is being set up; null where none is. */
export async function pendingTotp(
  services: Services,
  staffId: number,
  { issuer, address }: { issuer: string; address: string },
): Promise<TotpSetUp | null> {
  const row = await selectTotp(services.db, staffId);
  if (row === undefined || row.confirmedAt !== null) return null;
  const secret = unseal(services.config.secretKeys, purposeOf(staffId), row.secret);
  if (secret === null) return null;
  const totp = new TOTP({ issuer, label: address, secret: Secret.fromBase32(secret) });
  return { secret, uri: totp.toString() };
}

/** Takes the first code of an app that is being set up; gives recovery codes, or null where the code is wrong. */
export async function confirmTotp(
  services: Services,
  actor: Actor,
  staffId: number,
  code: string,
  now: Date = new Date(),
): Promise<string[] | null> {
  demand(actor, 'account.secure');
  const step = await stepOf(services, staffId, code, now);
  if (step === null) return null;
  return services.db.transaction().execute(async (trx) => {
    if ((await useTotpStep(trx, staffId, step, now)) === undefined) return null;
    await recordAudit(trx, actor, 'staff.add-totp', `staff:${staffId}`);
    return replaceCodes(trx, actor, staffId);
  });
}

/** Whether a code is right; no code, and none from before it, is taken a second time. */
export async function isTotpCode(
  services: Services,
  staffId: number,
  code: string,
  now: Date = new Date(),
): Promise<boolean> {
  const step = await stepOf(services, staffId, code, now);
  return step !== null && (await useTotpStep(services.db, staffId, step, null)) !== undefined;
}

/** The step of time that a code is of; null where it is of none around now. */
async function stepOf(services: Services, staffId: number, code: string, now: Date): Promise<number | null> {
  const token = readSixDigits(code);
  const row = await selectTotp(services.db, staffId);
  const secret =
    row === undefined ? null : unseal(services.config.secretKeys, purposeOf(staffId), row.secret);
  if (token === null || secret === null) return null;
  const timestamp = now.getTime();
  const totp = new TOTP({ secret: Secret.fromBase32(secret), period: periodSeconds });
  const delta = totp.validate({ token, timestamp, window });
  return delta === null ? null : Math.floor(timestamp / 1000 / periodSeconds) + delta;
}

function purposeOf(staffId: number): string {
  return `staff-totp:${staffId}`;
}
