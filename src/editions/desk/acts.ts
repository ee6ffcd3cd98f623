import type { Request, Router } from 'express';
import { may, signedIn } from '../../access/desk.ts';
import { cancelSend, pauseSend, resumeSend } from '../../delivery/control.ts';
import { Conflict } from '../../errors.ts';
import { idIn, textField } from '../../http/fields.ts';
import type { Services } from '../../services.ts';
import { form } from '../../staff/http-parts.ts';
import { discard } from '../discard.ts';
import type { Edition } from '../edition.ts';
import { holdBack } from '../hold.ts';
import { unschedule } from '../schedule.ts';
import { readSeen, statesFor } from './seen.ts';
import type { Post } from './sending/post.ts';
import { leavingPath } from './sending/routes.ts';
import { addTimedActs } from './sending/timed-acts.ts';
import { showToday } from './show-today.ts';
import type { FindMissing } from './today.ts';
import { deskEditionWords } from './words.ts';
import type { Act } from './words/desk-edition-words.ts';
import { orShow } from '../../http/or-show.ts';

// What lets mail out or cannot be taken back is done only to what was looked at; a hold or a stop is not kept waiting.
const asSeen: Act[] = ['approve', 'schedule', 'unschedule', 'discard'];

/** Pressed twice: the second press leads to where the first has led. */
function isLeaving(request: Request, { state }: Edition): boolean {
  return textField(request, 'when') === 'now' && (state === 'scheduled' || state === 'launched');
}

/** What is done, each by one verb; where it cannot be, the page says why, and shows what is true now. */
export function addActs(router: Router, services: Services, findMissing: FindMissing): void {
  const { db } = services;
  const post: Post = (act, run) => {
    router.post(`/desk/editions/:id/${act}`, may('editions.send'), form, async (request, response) => {
      const { language } = signedIn(response);
      const words = deskEditionWords(language);
      const doIt = async (): Promise<void> => {
        const { edition, seen, state } = await readSeen(db, idIn(request));
        const isAsSeen = !asSeen.includes(act) || textField(request, 'seen') === seen;
        if (!isAsSeen && isLeaving(request, edition)) return response.redirect(303, leavingPath(edition.id));
        if (!isAsSeen || !statesFor[act].includes(state))
          throw new Conflict(words.meanwhile(words.states[state] ?? state));
        const done = await run(request, response, edition);
        if (done !== null) response.redirect(303, `/desk?done=${done}`);
      };
      await orShow(response, language, doIt, (problem) =>
        showToday(services, findMissing, request, response, problem),
      );
    });
  };

  addTimedActs(post, services);
  post('hold', async (_request, response, { id: editionId }) => {
    await holdBack(db, { editionId, actor: signedIn(response).actor });
    return 'hold';
  });
  post('unschedule', async (_request, response, { id: editionId }) => {
    await unschedule(services, { editionId, actor: signedIn(response).actor });
    return 'unschedule';
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
