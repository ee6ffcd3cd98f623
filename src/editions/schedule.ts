import type { Actor } from '../access/actor.ts';
import { recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import { InvalidInput } from '../errors.ts';
import type { Services } from '../services.ts';
import { approvedRevision } from './approve.ts';
import { holdEdition } from './edition.ts';
import { updateEdition } from './queries/editions.ts';

/**
 * Sets when an approved edition goes out by itself.
 * @throws InvalidInput for a time that is past; Conflict where it is not approved
 */
export async function schedule(
  { db }: Services,
  { editionId, sendAt, actor }: { editionId: number; sendAt: Date; actor: Actor },
  now: Date = new Date(),
): Promise<void> {
  demand(actor, 'editions.send', now);
  if (sendAt <= now) throw new InvalidInput(`${sendAt.toISOString()} is past; give a time to come`);
  await db.transaction().execute(async (trx) => {
    const edition = await holdEdition(trx, editionId);
    await approvedRevision(trx, edition);
    await updateEdition(trx, editionId, { state: 'scheduled', sendAt });
    await recordAudit(trx, actor, 'edition.schedule', `edition:${editionId}`, {
      sendAt: sendAt.toISOString(),
    });
  });
}
