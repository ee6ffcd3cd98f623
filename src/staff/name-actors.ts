import type { Db } from '../db.ts';
import { nameOfActor } from './pages/people.ts';
import { listStaff } from './staff.ts';

/** For pages of domains that know nobody of the staff: who did something, in words. */
export async function nameActors(db: Db, language: string): Promise<(actor: string) => string> {
  const people = await listStaff(db);
  return (actor) => nameOfActor(actor, people, language);
}
