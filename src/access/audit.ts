import { type Db, json } from '../db.ts';
import { type Actor, describeActor } from './actor.ts';

/** Writes down who did what to which thing, in the caller's own transaction. */
export async function recordAudit(
  db: Db,
  actor: Actor,
  action: string,
  subject: string,
  detail: object = {},
): Promise<void> {
  const row = { actor: describeActor(actor), action, subject, detail: json(detail) };
  await db.insertInto('auditLog').values(row).execute();
}
