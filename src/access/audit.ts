import { type Db, json } from '../db.ts';
import { type Actor, describeActor } from './actor.ts';
import type { AuditAction } from './audit-actions.ts';
import { amendLine } from './queries.ts';

/** What a change has changed: of each field that is another now, its value before and after. */
export interface Change {
  before: object | null;
  after: object | null;
}

/** Writes down who did what to which thing, in the caller's own transaction. */
export async function recordAudit(
  db: Db,
  actor: Actor,
  action: AuditAction,
  subject: string,
  detail: object = {},
  change: Change | null = null,
): Promise<void> {
  const row = {
    actor: describeActor(actor),
    action,
    subject,
    detail: json(detail),
    before: change?.before == null ? null : json(change.before),
    after: change?.after == null ? null : json(change.after),
  };
  await db.insertInto('auditLog').values(row).execute();
}

/**
 * Adds to the line of an act that goes on: to somebody's last about this thing what they have changed since. What a field
 * was before stays as the line has it, what it is after follows.
 * @returns false where their last line is of another act, and this one needs its own
 */
export async function amendAudit(
  db: Db,
  actor: Actor,
  action: AuditAction,
  subject: string,
  { before, after }: Change,
): Promise<boolean> {
  return amendLine(db, { actor: describeActor(actor), action, subject }, { before, after });
}

const longest = 500;

/** The fields in which two states of one thing differ; of a long text its beginning. */
export function changeOf(before: object | null, after: object): Change {
  const old: Record<string, unknown> = { ...before };
  const now: Record<string, unknown> = { ...after };
  const names = Object.keys(now).filter((name) => JSON.stringify(old[name]) !== JSON.stringify(now[name]));
  const only = (values: Record<string, unknown>): object =>
    Object.fromEntries(names.map((name) => [name, shorten(values[name] ?? null)]));
  return { before: before === null ? null : only(old), after: only(now) };
}

function shorten(value: unknown): unknown {
  return typeof value === 'string' && value.length > longest ? `${value.slice(0, longest)}…` : value;
}
