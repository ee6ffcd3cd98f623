import type { Actor } from '../access/actor.ts';
import { changeOf, recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import { Conflict, InvalidInput } from '../errors.ts';
import type { Services } from '../services.ts';
import { approvedRevision } from './approve.ts';
import { type Edition, holdEdition } from './edition.ts';
import { updateEdition } from './queries/editions.ts';
import { say } from './say.ts';

export interface Scheduling {
  editionId: number;
  sendAt: Date;
  actor: Actor;
  /** The edition's `updatedAt` as a person saw it. */
  asOf?: Date;
}

/**
 * Sets when an approved edition goes out by itself, or another time than it had.
 * @throws InvalidInput for a time that is past; Conflict where it is not approved, or was changed since it was looked at
 */
export async function schedule(
  { db }: Pick<Services, 'db'>,
  { editionId, sendAt, actor, asOf }: Scheduling,
  now: Date = new Date(),
): Promise<void> {
  demand(actor, 'editions.send', now);
  if (sendAt < now) throw new InvalidInput(say.isPast(sendAt.toISOString()));
  await db.transaction().execute(async (trx) => {
    const edition = await holdEdition(trx, editionId);
    refuseUnseen(edition, asOf);
    await approvedRevision(trx, edition);
    const values = { state: 'scheduled', sendAt };
    await updateEdition(trx, editionId, { ...values, missedAt: null });
    await recordAudit(trx, actor, 'edition.schedule', `edition:${editionId}`, {}, changeOf(edition, values));
  });
}

/**
 * Takes the time of an edition back: it stays approved, and goes out once somebody says when.
 * @throws Conflict where it has no time to come
 */
export async function unschedule(
  { db }: Pick<Services, 'db'>,
  { editionId, actor }: { editionId: number; actor: Actor },
): Promise<void> {
  demand(actor, 'editions.send');
  await db.transaction().execute(async (trx) => {
    const edition = await holdEdition(trx, editionId);
    if (edition.state !== 'scheduled') throw new Conflict(say.noTime(editionId, edition.state));
    const values = { state: 'approved', sendAt: null };
    await updateEdition(trx, editionId, values);
    await recordAudit(
      trx,
      actor,
      'edition.unschedule',
      `edition:${editionId}`,
      {},
      changeOf(edition, values),
    );
  });
}

function refuseUnseen({ id, updatedAt }: Edition, asOf: Date | undefined): void {
  if (asOf !== undefined && updatedAt.getTime() !== asOf.getTime()) throw new Conflict(say.changedSince(id));
}
