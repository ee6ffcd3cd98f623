import type { Request, Response, Router } from 'express';
import { may, signedIn } from '../../access/desk.ts';
import { readBalance } from '../../delivery/balance.ts';
import { stopsOf } from '../../delivery/stop-rules/apply.ts';
import { Conflict } from '../../errors.ts';
import { requireNewsletter } from '../../publication/newsletters.ts';
import type { Services } from '../../services.ts';
import { loadDeskFrame } from '../../staff/http-parts.ts';
import * as pages from './confirm.ts';
import { readSeen, statesFor } from './seen.ts';
import { deskEditionWords } from './words.ts';
import type { Act } from './words/desk-edition-words.ts';
import { idIn } from '../../http/fields.ts';

/** Pages that ask before something is done. */
export function addQuestions(router: Router, services: Services): void {
  const { db } = services;
  router.get('/desk/editions/:id/stop', may('editions.send'), async (request, response) => {
    const asked = await askAbout(services, request, response, 'stop');
    const balance = await readBalance(db, asked.edition.id);
    response.send(pages.stopPage(await loadDeskFrame(services, request, response), asked, balance));
  });
  router.get('/desk/editions/:id/discard', may('editions.send'), async (request, response) => {
    const asked = await askAbout(services, request, response, 'discard');
    response.send(pages.discardPage(await loadDeskFrame(services, request, response), asked));
  });
  router.get('/desk/editions/:id/resume', may('editions.send'), async (request, response) => {
    const asked = await askAbout(services, request, response, 'resume');
    const stops = (await stopsOf(db, asked.edition.id)).map(({ reason }) => reason);
    response.send(pages.resumePage(await loadDeskFrame(services, request, response), asked, stops));
  });
}

/** @throws Conflict where it is in another state than the question is about */
async function askAbout(
  { db }: Services,
  request: Request,
  response: Response,
  act: Act,
): Promise<pages.Asked> {
  const words = deskEditionWords(signedIn(response).language);
  const { edition, seen, state } = await readSeen(db, idIn(request));
  if (!statesFor[act].includes(state)) throw new Conflict(words.meanwhile(words.states[state] ?? state));
  const { name } = await requireNewsletter(db, edition.newsletterId);
  return { words, edition, newsletter: name, seen };
}
