import type { Actor } from '../access/actor.ts';
import { demand } from '../access/demand.ts';
import { readBalance } from '../delivery/balance.ts';
import { pauseSend } from '../delivery/control.ts';
import { openSend } from '../delivery/launch.ts';
import { Conflict } from '../errors.ts';
import type { Services } from '../services.ts';
import { requireEdition } from './edition.ts';
import { holdBack } from './hold.ts';
import { settleAudience } from './launch.ts';

/** What a stop in the last moment has come to: nothing was sent, the rest of it is paused, or there was no rest. */
export type Undone = 'held' | 'paused' | 'over';

/**
 * Stops an edition that is about to go out: before its launch it is held, and nothing is sent; a moment later what is
 * not handed over yet is paused. Asked for twice it is the same as once.
 */
export async function undoSend(
  services: Services,
  { editionId, actor }: { editionId: number; actor: Actor },
  now: Date = new Date(),
): Promise<Undone> {
  demand(actor, 'editions.send', now);
  const { state } = await requireEdition(services.db, editionId);
  if (state === 'draft') return 'held';
  try {
    await holdBack(services.db, { editionId, actor }, now);
    return 'held';
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    return pauseLaunched(services, editionId, actor, now);
  }
}

async function pauseLaunched(
  services: Services,
  editionId: number,
  actor: Actor,
  now: Date,
): Promise<Undone> {
  // One that is still being opened cannot be paused, and to open it twice does no harm.
  await openSend(services.db, editionId, settleAudience(services.db, now));
  try {
    await pauseSend(services, editionId, actor);
    return 'paused';
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    return (await readBalance(services.db, editionId)).state === 'paused' ? 'paused' : 'over';
  }
}
