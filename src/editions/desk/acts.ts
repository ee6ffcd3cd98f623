import type { Request, Response, Router } from 'express';
import { may, signedIn } from '../../access/desk.ts';
import { cancelSend, pauseSend, resumeSend } from '../../delivery/control.ts';
import { AppError, Conflict } from '../../errors.ts';
import { textField } from '../../http/fields.ts';
import type { Services } from '../../services.ts';
import { form } from '../../staff/http-parts.ts';
import { approve } from '../approve.ts';
import { discard } from '../discard.ts';
import type { Edition } from '../edition.ts';
import { holdBack } from '../hold.ts';
import { schedule } from '../schedule.ts';
import { readWhen } from './read-time.ts';
import { idIn, readSeen, statesFor } from './seen.ts';
import { showToday } from './show-today.ts';
import type { FindMissing } from './today.ts';
import { deskEditionWords } from './words.ts';
import type { Act, DeskEditionWords } from './words/desk-edition-words.ts';

// What lets mail out or cannot be taken back is done only to what was looked at; a hold or a stop is not kept waiting.
const asSeen: Act[] = ['approve', 'schedule', 'discard'];

/** Does it, and gives the name of the word that says so. */
type Run = (
  request: Request,
  response: Response,
  edition: Edition,
  words: DeskEditionWords,
) => Promise<keyof DeskEditionWords['done']>;

/** What is done, each by one verb; where it cannot be, the page says why, and shows what is true now. */
export function addActs(router: Router, services: Services, findMissing: FindMissing): void {
  const { db } = services;
  const post = (act: Act, run: Run): void => {
    router.post(`/desk/editions/:id/${act}`, may('editions.send'), form, async (request, response) => {
      const words = deskEditionWords(signedIn(response).language);
      try {
        const { edition, seen, state } = await readSeen(db, idIn(request));
        const isAsSeen = !asSeen.includes(act) || textField(request, 'seen') === seen;
        if (!isAsSeen || !statesFor[act].includes(state))
          throw new Conflict(words.meanwhile(words.states[state] ?? state));
        response.redirect(303, `/desk?done=${await run(request, response, edition, words)}`);
      } catch (error) {
        if (!(error instanceof AppError) || ![400, 404, 409].includes(error.status)) throw error;
        response.status(error.status);
        await showToday(services, findMissing, request, response, error.message);
      }
    });
  };
  const when = (request: Request, { timeZone }: Edition, words: DeskEditionWords): Date | undefined =>
    readWhen({ when: textField(request, 'when'), at: textField(request, 'at') }, timeZone, words, new Date());

  post('approve', async (request, response, edition, words) => {
    const sendAt = when(request, edition, words);
    const { actor } = signedIn(response);
    const asOf = edition.updatedAt;
    await approve(services, { editionId: edition.id, actor, asOf, ...(sendAt && { sendAt }) });
    return sendAt === undefined ? 'approve' : 'scheduled';
  });
  post('schedule', async (request, response, edition, words) => {
    const sendAt = when(request, edition, words);
    if (sendAt === undefined) throw new Conflict(words.approving.badTime);
    await schedule(services, { editionId: edition.id, sendAt, actor: signedIn(response).actor });
    return 'schedule';
  });
  post('hold', async (_request, response, { id: editionId }) => {
    await holdBack(db, { editionId, actor: signedIn(response).actor });
    return 'hold';
  });
  post('discard', async (_request, response, { id: editionId }) => {
    await discard(db, { editionId, actor: signedIn(response).actor });
    return 'discard';
  });
  post('pause', async (_request, response, { id }) => {
    await pauseSend(services, id, signedIn(response).actor);
    return 'pause';
  });
  post('resume', async (request, response, { id }) => {
    const overrideStopRule = textField(request, 'override') === 'on';
    await resumeSend(services, id, signedIn(response).actor, { overrideStopRule });
    return 'resume';
  });
  post('stop', async (_request, response, { id }) => {
    await cancelSend(services, id, signedIn(response).actor);
    return 'stop';
  });
}
