import type { Request, Response } from 'express';
import { signedIn } from '../../../access/desk.ts';
import { databaseTime } from '../../../db.ts';
import { textField } from '../../../http/fields.ts';
import { InvalidInput } from '../../../errors.ts';
import type { Services } from '../../../services.ts';
import { loadDeskFrame } from '../../../staff/http-parts.ts';
import { approve } from '../../approve.ts';
import type { Edition } from '../../edition.ts';
import { schedule } from '../../schedule.ts';
import { unclearPage } from './ask.ts';
import type { Post } from './post.ts';
import { readAsked } from './read-asked.ts';
import { leavingPath } from './routes.ts';
import { readWhen, type When } from './when.ts';
import type { SendingWords } from './words/sending-words.ts';

/** What lets an edition go out at a time: an approval, and another time for one that is approved. */
export function addTimedActs(post: Post, services: Services): void {
  post('approve', async (request, response, edition) => {
    const { when } = await whenOf(services, request, response);
    if (when.kind === 'unclear') return askWhich(services, request, response, when);
    const { id: editionId, updatedAt: asOf } = edition;
    const { actor } = signedIn(response);
    const sendAt = when.kind === 'only' ? null : when.kind === 'slot' ? slotOf(edition) : when.at;
    await approve(services, { editionId, actor, asOf, hash: textField(request, 'hash'), sendAt });
    if (when.kind === 'now') return leave(response, editionId);
    return sendAt === null ? 'approve' : 'scheduled';
  });
  post('schedule', async (request, response, { id: editionId, updatedAt: asOf }) => {
    const { when, now, words } = await whenOf(services, request, response);
    if (when.kind === 'unclear') return askWhich(services, request, response, when);
    if (when.kind === 'only' || when.kind === 'slot') throw new InvalidInput(words.badTime);
    const { actor } = signedIn(response);
    await schedule(services, { editionId, sendAt: when.at, actor, asOf }, now);
    return when.kind === 'now' ? leave(response, editionId) : 'schedule';
  });
}

/** Where its time has passed meanwhile, somebody has to say when. */
function slotOf({ slotAt }: Edition): Date | null {
  return slotAt !== null && slotAt > new Date() ? slotAt : null;
}

async function whenOf(
  { db }: Services,
  request: Request,
  response: Response,
): Promise<{ when: When; now: Date; words: SendingWords }> {
  // By the clock that the launch goes by: of the time to undo it none is lost.
  const now = await databaseTime(db);
  const { timeZone, graceSeconds, say } = await readAsked(db, request, response, now);
  const field = (name: string): string => textField(request, name);
  const fields = { when: field('when'), at: field('at'), zone: field('zone'), exact: field('exact') };
  return { when: readWhen(fields, { timeZone, graceSeconds }, say, now), now, words: say };
}

async function askWhich(
  services: Services,
  request: Request,
  response: Response,
  when: Extract<When, { kind: 'unclear' }>,
): Promise<null> {
  const asked = await readAsked(services.db, request, response, new Date());
  const frame = await loadDeskFrame(services, request, response);
  const hash = textField(request, 'hash') || null;
  response.send(unclearPage(frame, { ...asked, hash }, { ...when, local: textField(request, 'at') }));
  return null;
}

function leave(response: Response, editionId: number): null {
  response.redirect(303, leavingPath(editionId));
  return null;
}
