import type { Db } from '../db.ts';
import { Conflict } from '../errors.ts';
import type { Edition } from './edition.ts';
import { readRules } from './rules.ts';
import { say } from './say.ts';

/** Why somebody may not approve an edition whose newsletter wants a second person, or null. */
export type NotSecond = 'own-change' | 'rule' | null;

/**
 * Whether an approval would be a second person's. Of a text that nobody has changed since the machine assembled it any
 * one person is the second.
 * @param by as `describeActor` says it
 */
export async function whyNotSecond(
  db: Db,
  { newsletterId, editedBy }: Pick<Edition, 'newsletterId' | 'editedBy'>,
  by: string,
  byRule = false,
): Promise<NotSecond> {
  const { fourEyes } = await readRules(db, newsletterId);
  if (!fourEyes) return null;
  if (byRule) return 'rule';
  return editedBy === by ? 'own-change' : null;
}

/** @throws Conflict where the newsletter wants a second person, and this is none */
export async function demandSecond(db: Db, edition: Edition, by: string, byRule: boolean): Promise<void> {
  const why = await whyNotSecond(db, edition, by, byRule);
  if (why === 'rule') throw new Conflict(say.wantsPerson(edition.id));
  if (why === 'own-change') throw new Conflict(say.ownChange(edition.id));
}
