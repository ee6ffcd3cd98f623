import { z } from 'zod';
import type { Actor } from '../../access/actor.ts';
import { recordAudit } from '../../access/audit.ts';
import { demand } from '../../access/demand.ts';
import type { Db } from '../../db.ts';
import { Conflict, InvalidInput, NotFound } from '../../errors.ts';
import { dropUndefined, invalid } from '../../publication/publication.ts';
import { lockRelay, updateRelay } from '../queries/relays.ts';

const figure = z.number().int().min(1).max(1_000_000_000);
const planSchema = z.strictObject({
  /** Messages on the first day. */
  start: figure.default(500),
  days: z.number().int().min(2).max(180).default(30),
  /** Messages on the last day; the relay's limit of a day, or 50,000, where it is not given. */
  target: figure.optional(),
});

export type WarmUpPlan = z.input<typeof planSchema>;

// What Amazon SES lets a new address reach, in its 45 days.
const usualTarget = 50_000;

/**
 * What a new sender may send each day: from the first day's figure to the last one's by the same share each day.
 * @throws InvalidInput where it would more than double from one day to the next, which no provider's plan does
 */
export function warmUpCaps(start: number, days: number, target: number): number[] {
  if (target < start)
    throw new InvalidInput(`--target is ${target}; a warm-up ends no lower than it starts, at ${start}`);
  const leastDays = Math.ceil(Math.log2(target / start)) + 1;
  if (days < leastDays)
    throw new InvalidInput(
      `--days is ${days}; from ${start} to ${target} takes ${leastDays} days at the least, since a day may have twice as many as the one before and no more`,
    );
  const growth = (target / start) ** (1 / (days - 1));
  return Array.from({ length: days }, (_, day) => Math.round(start * growth ** day));
}

/**
 * Begins a relay's warm-up, or begins it anew: its limit of a day is the plan's figure, from now on, until the plan ends.
 * @throws InvalidInput; NotFound
 */
export async function startWarmUp(db: Db, actor: Actor, relayName: string, given: WarmUpPlan): Promise<void> {
  demand(actor, 'sender.change');
  const parsed = planSchema.safeParse(dropUndefined(given));
  if (!parsed.success) throw invalid('warm-up', parsed.error, given);
  const { start, days, target } = parsed.data;
  await db.transaction().execute(async (trx) => {
    const { id, perDay } = await requireRelay(trx, relayName);
    const caps = warmUpCaps(start, days, target ?? Math.max(start, perDay ?? usualTarget));
    await updateRelay(trx, id, { warmUpFrom: new Date(), warmUpCaps: caps });
    await recordAudit(trx, actor, 'relay.warm-up', `relay:${relayName}`, {
      start,
      days,
      target: caps.at(-1),
    });
  });
}

/**
 * Ends a relay's warm-up before its time: its own limits hold.
 * @throws NotFound; Conflict where it has none
 */
export async function endWarmUp(db: Db, actor: Actor, relayName: string): Promise<void> {
  demand(actor, 'sender.change');
  await db.transaction().execute(async (trx) => {
    const { id, warmUpFrom } = await requireRelay(trx, relayName);
    if (warmUpFrom === null) throw new Conflict(`the relay ${JSON.stringify(relayName)} has no warm-up`);
    await updateRelay(trx, id, { warmUpFrom: null, warmUpCaps: null });
    await recordAudit(trx, actor, 'relay.end-warm-up', `relay:${relayName}`);
  });
}

async function requireRelay(db: Db, name: string) {
  const row = await lockRelay(db, name);
  if (row === undefined)
    throw new NotFound(
      `there is no relay ${JSON.stringify(name)}; that of SMTP_URL has no plan: make it one with "relays add"`,
    );
  return row;
}
