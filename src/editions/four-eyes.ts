import type { Db } from '../db.ts';
import { Conflict } from '../errors.ts';
import type { Edition } from './edition.ts';
import { selectLastChangeAt } from './queries/changes.ts';
import { selectUnseenOf } from './queries/corrections.ts';
import { readRules } from './rules.ts';
import { say } from './say.ts';
import { idsIn } from './segments-in.ts';

/** Why somebody may not approve an edition whose newsletter wants a second person, or null. */
export type NotSecond = 'own-change' | 'own-correction' | 'rule' | null;

type Asked = Pick<Edition, 'newsletterId' | 'editedBy'> & Partial<Pick<Edition, 'id' | 'blocks'>>;

/**
 * Whether an approval would be a second person's. Of a text that nobody has changed since the machine assembled it any
 * one person is the second, but for who wrote a correction in it that nobody else has looked at.
 * @param by as `describeActor` says it
 */
export async function whyNotSecond(db: Db, edition: Asked, by: string, byRule = false): Promise<NotSecond> {
  const { fourEyes } = await readRules(db, edition.newsletterId);
  if (!fourEyes) return null;
  if (byRule) return 'rule';
  if (edition.editedBy === by) return 'own-change';
  return (await isOwnCorrection(db, edition, by)) ? 'own-correction' : null;
}

/** Another person has seen it where they approved a text with it, or have changed this edition since it stands there. */
async function isOwnCorrection(
  db: Db,
  { newsletterId, id, editedBy, blocks = [] }: Asked,
  by: string,
): Promise<boolean> {
  const ids = idsIn(blocks, 'correction');
  const own = ids.length === 0 ? [] : await selectUnseenOf(db, newsletterId, ids, by);
  if (own.length === 0) return false;
  const lookedAt = id === undefined || editedBy === null ? null : await selectLastChangeAt(db, id, editedBy);
  return own.some(({ createdAt }) => lookedAt === null || createdAt > lookedAt);
}

/** @throws Conflict where the newsletter wants a second person, and this is none */
export async function demandSecond(db: Db, edition: Edition, by: string, byRule: boolean): Promise<void> {
  const why = await whyNotSecond(db, edition, by, byRule);
  if (why === 'rule') throw new Conflict(say.wantsPerson(edition.id));
  if (why === 'own-change') throw new Conflict(say.ownChange(edition.id));
  if (why === 'own-correction') throw new Conflict(say.ownCorrectionUnseen(edition.id));
}
