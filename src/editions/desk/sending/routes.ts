import { type Request, type Response, Router } from 'express';
import { may, signedIn } from '../../../access/desk.ts';
import { databaseTime } from '../../../db.ts';
import { Conflict } from '../../../errors.ts';
import type { Services } from '../../../services.ts';
import { form, loadDeskFrame } from '../../../staff/http-parts.ts';
import { countTold } from '../../corrections/correction.ts';
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
      const inspected = act === 'approve' ? await inspectEdition(services, edition) : null;
      const { faults, hash } = { faults: inspected?.faults ?? [], hash: inspected?.frozen.hash ?? null };
      const others = act === 'approve' ? await readOthers(db, response, edition) : null;
      const frame = await loadDeskFrame(services, request, response);
      const { reader, readers } = await requireKind(db, edition, readerIn(request.query['reader']));
      const mail = { reader, readers, isChanged: isOther(request.query['text'], hash) };
      const told = await countTold(db, edition);
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
function isOther(before: unknown, hash: string | null): boolean {
  return typeof before === 'string' && hash !== null && before !== hash;
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
