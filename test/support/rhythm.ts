import { sql } from 'kysely';
import type { Db } from '../../src/db.ts';
import { defaultRules } from '../../src/editions/rules.ts';
import type { Rhythm } from '../../src/editions/rhythm.ts';

/** A rhythm as a newsletter begins with it, every day, but for what is given. */
export function rhythmOf(changes: Partial<Rhythm> = {}): Rhythm {
  const { assembleAt, sendAt, weekdays, holidays, deadlineMinutes, lateMinutes } = defaultRules;
  const rules = { assembleAt, sendAt, weekdays, holidays, deadlineMinutes, lateMinutes };
  return { timeZone: 'Europe/Kyiv', since: new Date(0), owed: [], ...rules, ...changes };
}

/** Has all rules and zones been what they are for ever, so that a test can be about any day. */
export async function sinceEver(db: Db): Promise<void> {
  await sql`update assembly_rules set rhythm_since = to_timestamp(0)`.execute(db);
  await sql`update newsletters set zone_since = to_timestamp(0)`.execute(db);
}
