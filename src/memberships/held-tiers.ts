import type { Db } from '../db.ts';
import { selectHeldTiers } from './queries/audience.ts';

/** Of which of these tiers, by their slugs, somebody is a patron now: one that is archived keeps its members. */
export async function heldTiers(db: Db, slugs: string[], now: Date): Promise<Set<string>> {
  return new Set(slugs.length === 0 ? [] : await selectHeldTiers(db, slugs, now));
}
