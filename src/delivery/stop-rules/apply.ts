import { type Actor, describeActor, system } from '../../access/actor.ts';
import { recordAudit } from '../../access/audit.ts';
import type { Db } from '../../db.ts';
import { Conflict } from '../../errors.ts';
import { loadPublication } from '../../publication/publication.ts';
import { type StopLimits, stopLimitsSchema } from '../../publication/stop-limits.ts';
import type { Services } from '../../services.ts';
import { moveSend } from '../queries/sends.ts';
import { insertOverrides, noteStop, selectFigures, selectOverridden } from '../queries/stop-rules.ts';
import { type Breach, findBreaches, newsletterDays } from './rules.ts';

/**
 * Stops the sends that have too many complaints or hard bounces, and says so; those that come near it are warned about.
 * @param editionId this one only; without it every send that goes on
 */
export async function applyStopRules(
  { db, log }: Pick<Services, 'db' | 'log'>,
  editionId: number | null = null,
): Promise<void> {
  const limits = await readLimits(db);
  for (const figures of await selectFigures(db, editionId, newsletterDays)) {
    const { editionId: id, state } = figures;
    for (const breach of findBreaches(figures, limits)) {
      const { isNew, overridden } = await noteStop(db, { editionId: id, ...breach });
      if (isNew)
        log.error({ editionId: id, rule: breach.rule, reason: breach.reason }, sayings[breach.level]);
      if (breach.level === 'stop' && !overridden && state === 'sending') await stop(db, id, breach);
    }
  }
}

const sayings = { warn: 'a send comes near a stop rule', stop: 'a stop rule applies to a send' };

async function stop(db: Db, editionId: number, { rule, reason }: Breach): Promise<void> {
  if (await moveSend(db, editionId, ['sending'], 'paused', reason))
    await recordAudit(db, system, 'send.stop', `edition:${editionId}`, { rule, reason });
}

/**
 * Asked before a paused send goes on: what stops it must be looked at, or overridden by a person, and then does not stop this
 * send again.
 * @throws Conflict with the figure and how to override it
 */
export async function heedStopRules(
  db: Db,
  actor: Actor,
  editionId: number,
  override: boolean,
): Promise<void> {
  const stops = await stopsOf(db, editionId);
  if (stops.length === 0) return;
  const reasons = stops.map(({ reason }) => reason).join('; ');
  if (!override)
    throw new Conflict(
      `a stop rule keeps the send of edition ${editionId}: ${reasons}. Find out why first; to go on all the same: broadsheet editions resume ${editionId} --override-stop-rule`,
    );
  await insertOverrides(db, editionId, describeActor(actor), stops);
  await recordAudit(db, actor, 'send.override-stop-rule', `edition:${editionId}`, { reasons });
}

/** What `editions status` says of the limits that a send has reached. */
export async function describeBreaches(db: Db, editionId: number): Promise<string[]> {
  const overridden = await selectOverridden(db, editionId);
  return (await findBreachesOf(db, editionId)).map(({ rule, reason }) => {
    const by = overridden.find((one) => one.rule === rule)?.overriddenBy;
    return by ? `${reason} (overridden by ${by})` : reason;
  });
}

async function findBreachesOf(db: Db, editionId: number): Promise<Breach[]> {
  const [figures] = await selectFigures(db, editionId, newsletterDays);
  return figures === undefined ? [] : findBreaches(figures, await readLimits(db));
}

async function stopsOf(db: Db, editionId: number): Promise<Breach[]> {
  const overridden = await selectOverridden(db, editionId);
  const breaches = await findBreachesOf(db, editionId);
  return breaches.filter(
    ({ level, rule }) => level === 'stop' && !overridden.some((one) => one.rule === rule),
  );
}

async function readLimits(db: Db): Promise<StopLimits> {
  return (await loadPublication(db))?.stopLimits ?? stopLimitsSchema.parse({});
}
