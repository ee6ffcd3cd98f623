import { z } from 'zod';
import type { Actor } from '../../access/actor.ts';
import { changeOf, recordAudit } from '../../access/audit.ts';
import { demand } from '../../access/demand.ts';
import { type Config, relayPasswordName } from '../../config.ts';
import type { Db } from '../../db.ts';
import { Conflict, NotFound } from '../../errors.ts';
import { dropUndefined, invalid } from '../../publication/publication.ts';
import {
  insertRelay,
  lockRelay,
  selectRelays,
  selectRelayUsage,
  unholdSends,
  updateRelay,
} from '../queries/relays.ts';
import { wrong } from '../../wrong-values.ts';

const limit = z.number().int().min(1).max(1_000_000_000).nullable();
const fields = {
  host: z.string().regex(/^([a-z0-9.-]+|[0-9a-f:]+)$/i, { error: 'is not the name or address of a host' }),
  port: z.number().int().min(1).max(65_535),
  security: z.enum(['starttls', 'tls', 'none']),
  username: z
    .string()
    .regex(/^[\x21-\x7E]{1,200}$/, { error: 'is not a name of 1 to 200 characters without spaces' })
    .nullable(),
  connections: z.number().int().min(1).max(100),
  weight: z.number().int().min(1).max(1_000),
  perSecond: limit,
  perHour: limit,
  perDay: limit,
  enabled: z.boolean(),
};
const shortName = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: wrong.notShortName });
const changesSchema = z.strictObject(z.object(fields).partial().shape);
const additionSchema = z.strictObject({
  ...changesSchema.shape,
  name: shortName,
  host: fields.host,
  port: fields.port,
});

export type RelayChanges = z.input<typeof changesSchema>;
export type RelayAddition = z.input<typeof additionSchema>;

/** A relay as a person sees it. */
export interface RelayStatus {
  name: string;
  host: string;
  port: number;
  security: string;
  username: string | null;
  /** The setting that is missing in this environment, if one is. */
  missing: string | null;
  weight: number;
  connections: number;
  /** `service only`: what is left of a limit is kept for service mail. */
  state: 'ready' | 'resting' | 'service only' | 'failing' | 'off';
  restingUntil: Date | null;
  failures: number;
  lastError: string | null;
  limits: { perSecond: number | null; perHour: number | null; perDay: number | null };
  used: { lastHour: number; lastDay: number };
  /** Its limit of a day grows by a plan: the day it is in, of how many, and today's figure. */
  warmUp: { day: number; days: number; today: number; since: Date | null } | null;
}

/**
 * Adds a relay; once there is one, `SMTP_URL` is not used any more.
 * @throws InvalidInput naming each wrong value; Conflict where the name is taken
 */
export async function addRelay(db: Db, actor: Actor, addition: RelayAddition): Promise<void> {
  demand(actor, 'sender.change');
  const parsed = additionSchema.safeParse(addition);
  if (!parsed.success) throw invalid('relay', parsed.error, addition);
  const values = { ...dropUndefined(parsed.data), name: parsed.data.name };
  await db.transaction().execute(async (trx) => {
    if ((await insertRelay(trx, { ...values, host: parsed.data.host, port: parsed.data.port })) === undefined)
      throw new Conflict(`there is already a relay ${JSON.stringify(values.name)}`);
    await unholdSends(trx);
    const change = changeOf(null, values);
    await recordAudit(trx, actor, 'relay.add', `relay:${values.name}`, { host: values.host }, change);
  });
}

/**
 * Changes what is given of a relay, and lets it be tried at once.
 * @throws InvalidInput naming each wrong value; NotFound
 */
export async function setRelay(
  db: Db,
  actor: Actor,
  relayName: string,
  changes: RelayChanges,
): Promise<void> {
  demand(actor, 'sender.change');
  const parsed = changesSchema.safeParse(changes);
  if (!parsed.success) throw invalid('relay', parsed.error, changes);
  await db.transaction().execute(async (trx) => {
    const row = await lockRelay(trx, relayName);
    if (row === undefined) throw new NotFound(`there is no relay ${JSON.stringify(relayName)}`);
    const values = dropUndefined(parsed.data);
    await updateRelay(trx, row.id, values);
    await unholdSends(trx);
    const detail = { fields: Object.keys(changes) };
    await recordAudit(trx, actor, 'relay.set', `relay:${relayName}`, detail, changeOf(row, values));
  });
}

/** Every relay, with what of its limits is used; where there are none, that of `SMTP_URL` is the only one. */
export async function listRelays(
  db: Db,
  { relayPasswords }: Pick<Config, 'relayPasswords'>,
): Promise<RelayStatus[]> {
  const [rows, usage] = [await selectRelays(db), await selectRelayUsage(db)];
  return rows.map((row) => {
    const used = usage.find(({ id }) => id === row.id);
    const { name, host, port, security, username, weight, connections, perSecond, perHour, perDay } = row;
    const isResting = row.restMs > 0;
    const isBulkResting = row.bulkRestMs > 0;
    const isWell = !isBulkResting && row.failures === 0;
    return {
      name,
      host,
      port,
      security,
      username,
      missing: username !== null && !(name in relayPasswords) ? relayPasswordName(name) : null,
      weight,
      connections,
      state: stateOf(row),
      restingUntil: isResting ? row.restingUntil : isBulkResting ? row.bulkRestingUntil : null,
      failures: row.failures,
      lastError: isWell ? null : row.lastError,
      limits: { perSecond, perHour, perDay },
      used: { lastHour: used?.hour ?? 0, lastDay: used?.day ?? 0 },
      warmUp: warmUpOf(row),
    };
  });
}

function stateOf({
  enabled,
  restMs,
  bulkRestMs,
  failures,
}: Awaited<ReturnType<typeof selectRelays>>[number]): RelayStatus['state'] {
  if (!enabled) return 'off';
  if (restMs > 0) return 'resting';
  if (bulkRestMs > 0) return 'service only';
  return failures === 0 ? 'ready' : 'failing';
}

function warmUpOf({
  warmUpDay: day,
  warmUpCaps: caps,
  warmUpFrom: since,
}: Awaited<ReturnType<typeof selectRelays>>[number]): RelayStatus['warmUp'] {
  if (day === null || caps === null) return null;
  return { day, days: caps.length, today: caps[day - 1] ?? 0, since };
}
