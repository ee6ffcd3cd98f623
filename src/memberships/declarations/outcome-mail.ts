import type { Db } from '../../db.ts';
import { queueServiceMail } from '../../delivery/service-mails.ts';
import type { Declaration } from './declaration.ts';

const forMs = 3 * 24 * 3_600_000;

/** Tells who declared what came of it, once, where their address is still kept. */
export async function queueOutcome(trx: Db, declaration: Declaration, now: Date): Promise<void> {
  const { id, address, addressHash, language } = declaration;
  if (address === null) return;
  await queueServiceMail(trx, {
    kind: 'declaration-outcome',
    idempotencyKey: `declaration-outcome:${id}`,
    subscriberId: null,
    address,
    addressHash,
    language,
    props: { declarationId: id },
    expiresAt: new Date(now.getTime() + forMs),
  });
}
