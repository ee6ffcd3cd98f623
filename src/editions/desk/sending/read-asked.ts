import type { Request, Response } from 'express';
import { signedIn } from '../../../access/desk.ts';
import { describeActor } from '../../../access/actor.ts';
import { can } from '../../../access/permissions.ts';
import type { Db } from '../../../db.ts';
import { requireNewsletter } from '../../../publication/newsletters.ts';
import { loadPublication } from '../../../publication/publication.ts';
import { listStaff } from '../../../staff/staff.ts';
import type { Edition } from '../../edition.ts';
import { whyNotSecond } from '../../four-eyes.ts';
import { countAudience } from '../../audience.ts';
import { requireCorrection } from '../../corrections/correction.ts';
import { countToCorrect } from '../../corrections/send-correction.ts';
import { graceOf, readRules } from '../../rules.ts';
import { readSeen } from '../seen.ts';
import { deskEditionWords } from '../words.ts';
import { sendingWords } from './words.ts';
import { idIn } from '../../../http/fields.ts';

/** An edition that somebody is asked about, with for how many it is and by whose clock. */
export async function readAsked(db: Db, request: Request, response: Response, now: Date) {
  const { language } = signedIn(response);
  const { edition, seen, state } = await readSeen(db, idIn(request));
  const { name, timeZone, priority } = await requireNewsletter(db, edition.newsletterId);
  const publication = await loadPublication(db);
  return {
    words: deskEditionWords(language),
    say: sendingWords(language),
    clock: { now, language, timeZone: publication?.timeZone ?? 'UTC' },
    edition,
    state,
    seen,
    newsletter: name,
    timeZone,
    isAlert: priority === 'alert',
    readers: await countReaders(db, edition),
    graceSeconds: graceOf(await readRules(db, edition.newsletterId), { priority }),
  };
}

/** A correction alone goes to nobody but those who got what was wrong. */
async function countReaders(db: Db, { newsletterId, correctionId }: Edition): Promise<number> {
  if (correctionId === null) return countAudience(db, newsletterId);
  return countToCorrect(db, await requireCorrection(db, correctionId));
}

/** Who else may approve an edition, where who looks may not; null where they may. */
export async function readOthers(
  db: Db,
  response: Response,
  edition: Pick<Edition, 'newsletterId' | 'editedBy'>,
): Promise<string[] | null> {
  const { actor, staffId } = signedIn(response);
  if ((await whyNotSecond(db, edition, describeActor(actor))) === null) return null;
  return (await listApprovers(db)).filter(({ id }) => id !== staffId).map(({ name }) => name);
}

/** Who of the staff may approve. */
export async function listApprovers(db: Db) {
  const people = await listStaff(db);
  return people.filter(({ role, disabledAt }) => disabledAt === null && can(role, 'editions.send'));
}
