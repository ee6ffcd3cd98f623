import { sql } from 'kysely';
import type { Db } from '../../db.ts';

/** Who did what to an edition's send last, as the log has it. */
export async function selectActOn(db: Db, editionId: number, action: string) {
  const row = await db
    .selectFrom('auditLog')
    .select(['at', 'actor'])
    .where('subject', '=', `edition:${editionId}`)
    .where('action', '=', action)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** Whether somebody got what a correction is about. */
export async function isToldBy(db: Db, correctionId: number, subscriberId: number): Promise<boolean> {
  const { rows } = await sql`
    select from corrections c join deliveries d on d.edition_id = c.edition_id and d.subscriber_id = ${subscriberId}
    where c.id = ${correctionId} and d.revision_id = any (c.revision_ids) and d.state in ('sent', 'uncertain')`.execute(
    db,
  );
  return rows.length > 0;
}

/** How many texts of an edition went out. */
export async function countTexts(db: Db, editionId: number): Promise<number> {
  const row = await db
    .selectFrom('sendMails')
    .select((of) => of.fn.count<number>('revisionId').distinct().as('count'))
    .where('editionId', '=', editionId)
    .executeTakeFirstOrThrow();
  return row.count;
}
