import type { Role } from '../access/permissions.ts';
import type { Db } from '../db.ts';
import type { Services } from '../services.ts';
import { mailStaff } from './mail-staff.ts';
import { selectStaffOfRoles } from './queries/people.ts';

const validForMs = 3 * 24 * 3_600_000;

interface Notice {
  kind: string;
  /** Two notices with one key are one; each person gets it once. */
  key: string;
  props: object;
}

/**
 * Tells every owner what a thief would rather have nobody know, in the transaction that does it. The caller hints at
 * the mails once it is committed.
 */
export function mailOwners(services: Services, trx: Db, notice: Notice, now: Date): Promise<void> {
  return mailRoles(services, trx, ['owner'], notice, now);
}

/** Tells everybody of some roles, in the transaction that causes it; the caller hints at the mails. */
export async function mailRoles(
  services: Services,
  trx: Db,
  roles: readonly Role[],
  { kind, key, props }: Notice,
  now: Date,
): Promise<void> {
  for (const { id, address, addressHash, language } of await selectStaffOfRoles(trx, roles))
    await mailStaff(services, trx, {
      kind,
      idempotencyKey: `${kind}:${key}:${id}`,
      recipient: { address, addressHash, language },
      props,
      expiresAt: new Date(now.getTime() + validForMs),
    });
}
