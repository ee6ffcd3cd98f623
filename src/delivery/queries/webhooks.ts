import { sql } from 'kysely';
import type { Db } from '../../db.ts';

/**
 * Lets a name stand for the text that comes with it first, until it expires: gives whether it stands for this one.
 * Who comes with another at the same time waits here for the first.
 */
export async function bindName(
  db: Db,
  { name, text, expiresAt }: { name: string; text: string; expiresAt: Date },
): Promise<boolean> {
  const bound = `${name}:${text}`;
  const expire = expiresAt.getTime();
  await sql`
    with first as (
      insert into rate_limits (key, points, expire) values (${name}, 1, ${expire}::bigint)
      on conflict do nothing returning key
    )
    insert into rate_limits (key, points, expire) select ${bound}, 1, ${expire}::bigint from first
    on conflict do nothing`.execute(db);
  const row = await db.selectFrom('rateLimits').select('key').where('key', '=', bound).executeTakeFirst();
  return row !== undefined;
}
