import type { Actor } from '../../access/actor.ts';
import { recordAudit } from '../../access/audit.ts';
import { demand } from '../../access/demand.ts';
import type { Db } from '../../db.ts';
import { NotFound } from '../../errors.ts';
import { endCoolings, pruneCoolings, returnKeptBack, selectCoolingsInFull } from '../queries/destinations.ts';
import { reasonOf } from './deferral.ts';
import { destinationOf } from './destination.ts';
import { providers } from './providers/index.ts';
import { closing } from './read-reply.ts';
import { because } from '../say.ts';

/** A destination that cools, as a person sees it. */
export interface CoolingStatus {
  destination: string;
  relay: string;
  /** Messages a minute; 0 is none at all. */
  perMinute: number;
  since: Date | null;
  until: Date | null;
  rule: string;
  why: string;
  /** It will not pass by itself. */
  alert: boolean;
  reply: string;
}

/** What cools now, at which relay, since and until when, and why. */
export async function listCoolings(db: Db): Promise<CoolingStatus[]> {
  const rows = await selectCoolingsInFull(db);
  return rows.map(({ perMinute, ...row }) => {
    const rule = ruleOf(row.rule);
    const why = rule?.why ?? because.otherVersion;
    return { ...row, perMinute: perMinute ?? 0, why, alert: rule?.alert ?? false };
  });
}

function ruleOf(name: string) {
  return [closing, ...providers.flatMap(({ rules }) => rules)].find((rule) => rule.name === name);
}

/**
 * Ends what cools at a destination: workers hand over to it again within two seconds. Its name is a provider's, or a domain.
 * @param relay only at this one
 * @returns how many coolings ended
 * @throws Forbidden; NotFound where nothing cools there
 */
export async function clearDestination(
  db: Db,
  actor: Actor,
  name: string,
  relay: string | null,
): Promise<number> {
  demand(actor, 'sender.change');
  const destination = destinationOf(name);
  return db.transaction().execute(async (trx) => {
    const ended = await endCoolings(trx, destination, relay);
    if (ended.length === 0)
      throw new NotFound(
        `nothing cools at ${JSON.stringify(destination)}${relay === null ? '' : ` over ${JSON.stringify(relay)}`}; "destinations list" shows what does`,
      );
    await returnKeptBack(trx, ended.map(reasonOf));
    await recordAudit(trx, actor, 'destination.clear', `destination:${destination}`, { ended });
    return ended.length;
  });
}

/** Forgets what was said of destinations so long ago that it counts no more. */
export function forgetCoolings(db: Db): Promise<void> {
  return pruneCoolings(db);
}
