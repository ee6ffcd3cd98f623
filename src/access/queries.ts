import { sql } from 'kysely';
import { type Db, json } from '../db.ts';
import { likeText } from '../text/like.ts';

export interface AuditFilter {
  /** An actor such as `staff:3`, or all of a kind: `staff:`; null: everybody. */
  who: string | null;
  action: string | null;
  /** A thing such as `edition:12`, or all of a kind: `edition:`. */
  subject: string | null;
  /** Each stands somewhere in what was written of it: in its detail, or in what was before and after. */
  words: string[];
  from: Date | null;
  /** Up to here, and not with it. */
  until: Date | null;
  /** Only what stands before this row. */
  before: number | null;
}

/** What was done, the newest first; where words are searched for, among so many of the newest alone. */
export function selectAudit(db: Db, filter: AuditFilter, limit: number, mostRead: number) {
  const lines = newestLines(db, filter);
  if (filter.words.length === 0) return lines.limit(limit).execute();
  let query = db.selectFrom(lines.limit(mostRead).as('lines')).selectAll().orderBy('id', 'desc').limit(limit);
  for (const word of filter.words)
    query = query.where(sql<boolean>`concat_ws(' ', detail, before, after) ilike ${likeInJson(word)}`);
  return query.execute();
}

/** The last of so many lines, which is as far back as words are searched for at once; none where no line is older. */
export async function selectLastRead(db: Db, filter: AuditFilter, mostRead: number) {
  const around = newestLines(db, filter).clearSelect().select(['id', 'at']);
  const [last, older] = await around
    .offset(mostRead - 1)
    .limit(2)
    .execute();
  return older === undefined ? undefined : last;
}

/** A word as it stands within JSON, anywhere in it. */
function likeInJson(word: string): string {
  return `%${likeText(JSON.stringify(word).slice(1, -1))}%`;
}

function newestLines(db: Db, { who, action, subject, from, until, before }: AuditFilter) {
  let query = db.selectFrom('auditLog').selectAll().orderBy('id', 'desc');
  if (who !== null) query = query.where(matching('actor', who));
  if (action !== null) query = query.where('action', '=', action);
  if (subject !== null) query = query.where(matching('subject', subject));
  if (from !== null) query = query.where('at', '>=', from);
  if (until !== null) query = query.where('at', '<', until);
  if (before !== null) query = query.where('id', '<', before);
  return query;
}

function matching(column: 'actor' | 'subject', value: string) {
  return value.endsWith(':')
    ? sql<boolean>`starts_with(${sql.ref(column)}, ${value})`
    : sql<boolean>`${sql.ref(column)} = ${value}`;
}

/**
 * Adds to the newest of somebody's lines about a thing: of a field that it has already, what it was before stays.
 * @returns false where their newest is of another act
 */
export async function amendLine(
  db: Db,
  { actor, action, subject }: { actor: string; action: string; subject: string },
  { before, after }: { before: object | null; after: object | null },
): Promise<boolean> {
  const { numAffectedRows } = await sql`update audit_log set
      before = ${json(before ?? {})}::jsonb || coalesce(before, '{}'),
      after = coalesce(after, '{}') || ${json(after ?? {})}::jsonb
    where action = ${action} and id = (select id from audit_log where subject = ${subject} and actor = ${actor}
      order by id desc limit 1)`.execute(db);
  return numAffectedRows === 1n;
}

/** Every action that stands in the log, found by its index from one to the next. */
export async function selectAuditActions(db: Db): Promise<string[]> {
  const { rows } = await sql<{ action: string }>`
    with recursive known as (
      (select action from audit_log order by action limit 1)
      union all
      select (select a.action from audit_log a where a.action > known.action order by a.action limit 1)
      from known where known.action is not null
    )
    select action from known where action is not null`.execute(db);
  return rows.map(({ action }) => action);
}
