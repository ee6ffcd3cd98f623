import type { Db } from '../db.ts';
import { requirePublication } from '../publication/publication.ts';
import { hasRelays } from './queries/relays.ts';
import type { Services } from '../services.ts';
import { because } from './say.ts';

/** Why nothing may be sent as things are, or null: a sample sends nowhere but to the local inbox. */
export async function whyUnsendable(
  db: Db,
  { smtpIsLocalInbox }: Services['config'],
): Promise<string | null> {
  const { isSample } = await requirePublication(db);
  if (!isSample || (smtpIsLocalInbox && !(await hasRelays(db)))) return null;
  return because.sample;
}
