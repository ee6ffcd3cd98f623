import { type Request, type Response, Router } from 'express';
import { may, signedIn } from '../../../access/desk.ts';
import { databaseTime } from '../../../db.ts';
import { Conflict, NotFound } from '../../../errors.ts';
import type { Services } from '../../../services.ts';
import { form, loadDeskFrame } from '../../../staff/http-parts.ts';
import { countTold } from '../../corrections/correction.ts';
import type { Edition } from '../../edition.ts';
import { inspectEdition } from '../../inspect.ts';
import { undoSend } from '../../undo.ts';
import { readerIn, requireKind } from '../edition/readers.ts';
import { statesFor } from '../seen.ts';
import { approvePage } from './ask.ts';
import { leavingPage, stoppedPage } from './leaving-page.ts';
import { readAsked, readOthers } from './read-asked.ts';
import { idIn } from '../../../http/fields.ts';

/** `/desk/editions/7/approve`, `schedule`: for how many, and when; `leaving`: the moment before it goes out. */
export function createSendingRoutes(services: Services): Router {
  const { db } = services;
  const router = Router();
  for (const act of ['approve', 'schedule'] as const)
    router.get(`/desk/editions/:id/${act}`, may('editions.send'), async (request, response) => {
      const asked = await readAsked(db, request, response, new Date());
      const { edition, state, words } = asked;
      if (!statesFor[act].includes(state)) throw new Conflict(words.meanwhile(words.states[state] ?? state));
      const isToApprove = act === 'approve';
      const [inspected, others, kinds, told] = await Promise.all([
        isToApprove ? inspectEdition(services, edition) : null,
        isToApprove ? readOthers(db, response, edition) : null,
        lookedAs(db, edition, request),
        countTold(db, edition),
      ]);
      const { faults, hash } = { faults: inspected?.faults ?? [], hash: inspected?.frozen.hash ?? null };
      const frame = await loadDeskFrame(services, request, response);
      const text = hash ?? asked.seen;
      const mail = { ...kinds, text, isChanged: kinds.isGone || isOther(request.query['text'], text) };
      response.send(approvePage(frame, { ...asked, faults, hash, others, mail, told }));
    });
  router.get('/desk/editions/:id/leaving', may('editions.send'), async (request, response) => {
    await showLeaving(services, request, response);
  });
  router.post('/desk/editions/:id/stop-leaving', may('editions.send'), form, async (request, response) => {
    const editionId = idIn(request);
    const undone = await undoSend(services, { editionId, actor: signedIn(response).actor });
    response.redirect(303, undone === 'held' ? leavingPath(editionId) : `/desk?done=${undone}`);
  });
  return router;
}

/** Whether who looks at it for one kind of reader after the other is shown another text than before. */
function isOther(before: unknown, text: string): boolean {
  return typeof before === 'string' && before !== text;
}

/**
 * As which kind of reader it is looked at. One that the edition has no more, since it was changed between two looks, gives
 * way to the first.
 */
async function lookedAs(db: Services['db'], edition: Edition, { query }: Request) {
  try {
    return { ...(await requireKind(db, edition, readerIn(query['reader']))), isGone: false };
  } catch (error) {
    if (!(error instanceof NotFound) || query['text'] === undefined) throw error;
    return { ...(await requireKind(db, edition, readerIn(null))), isGone: true };
  }
}

/** Where somebody waits for it to go out. */
export const leavingPath = (editionId: number): string => `/desk/editions/${editionId}/leaving`;

async function showLeaving(services: Services, request: Request, response: Response): Promise<void> {
  const view = await readAsked(services.db, request, response, await databaseTime(services.db));
  const { state } = view.edition;
  if (state === 'launched') return response.redirect(303, '/desk?done=begun');
  const frame = await loadDeskFrame(services, request, response);
  response.send(state === 'scheduled' ? leavingPage(frame, view) : stoppedPage(frame, view));
}
