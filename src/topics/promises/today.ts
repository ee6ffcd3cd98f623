import type { Db } from '../../db.ts';
import { requirePublication } from '../../publication/publication.ts';

/** The day that it is where the publication is: `2026-12-24`. */
export async function todayOf(db: Db, now: Date): Promise<string> {
  const { timeZone } = await requirePublication(db);
  return Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();
}
