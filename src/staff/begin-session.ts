import type { Request, Response } from 'express';
import { recordAudit } from '../access/audit.ts';
import type { Services } from '../services.ts';
import { noteDevice } from './devices.ts';
import { factorsOf } from './factors/factors.ts';
import { updateStaff } from './queries/people.ts';
import { openDeskSession } from './sessions.ts';
import { staffActor } from './staff.ts';

/** What somebody has proved: their mailbox, that and a second factor, or both at once by a passkey. */
export type Proof = 'invitation' | 'mail' | 'totp' | 'recovery-code' | 'passkey';

interface Exchange {
  request: Request;
  response: Response;
}

/**
 * Signs somebody in. Who has a second factor and has shown only their mailbox is asked for it first.
 * @returns where the browser goes next
 */
export async function beginSession(
  services: Services,
  exchange: Exchange,
  staffId: number,
  proof: Proof,
  now: Date = new Date(),
): Promise<'second-factor' | 'open'> {
  const { totp, passkeys } = await factorsOf(services.db, staffId);
  if (proof === 'mail' && (totp || passkeys > 0)) {
    await openDeskSession(services, exchange, staffId, 'second-factor', now);
    return 'second-factor';
  }
  await openDeskSession(services, exchange, staffId, 'open', now);
  await services.db.transaction().execute(async (trx) => {
    await updateStaff(trx, staffId, { signedInAt: now });
    await recordAudit(trx, staffActor(staffId), 'staff.sign-in', `staff:${staffId}`, { proof });
  });
  await noteDevice(services, exchange, staffId, now);
  return 'open';
}

/** The same person has shown again that it is they: a session of a new token, which counts as fresh. */
export async function renewSession(
  services: Services,
  exchange: Exchange,
  staffId: number,
  proof: Proof,
  now: Date = new Date(),
): Promise<void> {
  await openDeskSession(services, exchange, staffId, 'open', now);
  await recordAudit(services.db, staffActor(staffId), 'staff.sign-in-again', `staff:${staffId}`, { proof });
}
