import { type Actor, describeActor, system } from '../../access/actor.ts';
import { changeOf, recordAudit } from '../../access/audit.ts';
import type { Db } from '../../db.ts';
import { Conflict } from '../../errors.ts';
import { loadPublication } from '../../publication/publication.ts';
import { type StopLimits, stopLimitsSchema } from '../../publication/stop-limits.ts';
import type { Services } from '../../services.ts';
import { moveSend } from '../queries/sends.ts';
import {
  type Figures,
  insertOverrides,
  noteStop,
  selectFigures,
  selectOverridden,
  takeNews,
} from '../queries/stop-rules.ts';
import { type Breach, findBreaches, newsletterDays } from './rules.ts';
import { because, hearDelivery, say } from '../say.ts';
import { joined } from '../../sentence.ts';

/**
 * Stops the sends that have too many complaints, hard bounces or mails that came back for our own fault, and says so;
 * those that come near it are warned about. What comes back of a send that is over is told too.
 * @param editionId this one only; without it every send that goes on, and those of which something has come back
 */
export async function applyStopRules(
  { db, log }: Pick<Services, 'db' | 'log'>,
  editionId: number | null = null,
): Promise<void> {
  const limits = await readLimits(db);
  if (editionId === null) await tellOfEnded({ db, log }, limits);
  for (const figures of await selectFigures(db, editionId, newsletterDays)) {
    const { editionId: id, state } = figures;
    if (isOver(state)) continue;
    for (const breach of findBreaches(figures, limits)) {
      const { isNew, overridden } = await noteStop(db, { editionId: id, ...breach });
      if (isNew) tell(log, figures, breach);
      if (breach.level === 'stop' && !overridden && state === 'sending') await stop(db, id, breach);
    }
  }
}

/**
 * What came back of sends that are over. Its mark goes in the transaction that notes the stops: who dies in between loses
 * no word of it.
 */
async function tellOfEnded({ db, log }: Pick<Services, 'db' | 'log'>, limits: StopLimits): Promise<void> {
  const news = await db.transaction().execute(async (trx) => {
    const told = await takeNews(trx);
    if (told.length === 0) return [];
    const ended = (await selectFigures(trx, null, newsletterDays, told)).filter(({ state }) => isOver(state));
    const found: Array<[Figures, Breach]> = [];
    for (const figures of ended) {
      for (const breach of findBreaches(asked(figures), limits)) {
        const { isNew } = await noteStop(trx, { editionId: figures.editionId, ...breach });
        if (isNew) found.push([figures, breach]);
      }
    }
    return found;
  });
  for (const [figures, breach] of news) tell(log, figures, breach);
}

function tell(log: Services['log'], { editionId, state }: Figures, breach: Breach): void {
  log.error({ editionId, rule: breach.rule, reason: breach.reason }, said(state, breach));
}

/** A send that is over is told about for what came back of it alone: its newsletter's next one is asked for all. */
function asked(figures: Figures): Figures {
  return { ...figures, newsletter: figures.send };
}

function isOver(state: string): boolean {
  return state === 'finished' || state === 'cancelled';
}

function said(state: string, { level }: Breach): string {
  if (level === 'warn') return 'a send comes near a stop rule';
  return isOver(state)
    ? 'a stop rule applies to a send that is over: look before its newsletter sends again'
    : 'a stop rule applies to a send';
}

async function stop(db: Db, editionId: number, { rule, reason }: Breach): Promise<void> {
  const state = await moveSend(db, editionId, ['sending'], 'paused', reason);
  if (state === null) return;
  const change = changeOf({ state }, { state: 'paused' });
  await recordAudit(db, system, 'send.stop', `edition:${editionId}`, { rule, reason }, change);
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
      say.keptByRule(editionId, joined(stops.map(({ reason }) => hearDelivery(reason) ?? reason))),
    );
  await insertOverrides(db, editionId, describeActor(actor), stops);
  await recordAudit(db, actor, 'send.override-stop-rule', `edition:${editionId}`, { reasons });
}

/** What `editions status` says of the limits that a send has reached. */
export async function describeBreaches(db: Db, editionId: number): Promise<string[]> {
  const overridden = await selectOverridden(db, editionId);
  return (await findBreachesOf(db, editionId)).map(({ rule, reason }) => {
    const by = overridden.find((one) => one.rule === rule)?.overriddenBy;
    return by ? because.overridden(reason, by) : reason;
  });
}

async function findBreachesOf(db: Db, editionId: number): Promise<Breach[]> {
  const [figures] = await selectFigures(db, editionId, newsletterDays);
  return figures === undefined ? [] : findBreaches(figures, await readLimits(db));
}

/** What keeps a send from going on, unless a person overrides it. */
export async function stopsOf(db: Db, editionId: number): Promise<Breach[]> {
  const overridden = await selectOverridden(db, editionId);
  const breaches = await findBreachesOf(db, editionId);
  return breaches.filter(
    ({ level, rule }) => level === 'stop' && !overridden.some((one) => one.rule === rule),
  );
}

async function readLimits(db: Db): Promise<StopLimits> {
  return (await loadPublication(db))?.stopLimits ?? stopLimitsSchema.parse({});
}
