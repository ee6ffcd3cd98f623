import { letterOf } from '../../../text/letter-of.ts';
import { type Request, type Response, Router } from 'express';
import { may, signedIn } from '../../../access/desk.ts';
import { readSubjectTest } from '../../../delivery/subject-tests.ts';
import { InvalidInput, NotFound } from '../../../errors.ts';
import { idIn, listField, textField } from '../../../http/fields.ts';
import { requireNewsletter } from '../../../publication/newsletters.ts';
import { loadPublication } from '../../../publication/publication.ts';
import { senderFor } from '../../../publication/senders.ts';
import type { Services } from '../../../services.ts';
import { form, loadDeskFrame } from '../../../staff/http-parts.ts';
import { requireEdition } from '../../edition.ts';
import { chooseSubject } from '../../subjects/decide.ts';
import { estimateReaders } from '../../subjects/estimate.ts';
import { setSubjects, type SubjectsChange } from '../../subjects/set-subjects.ts';
import { subjectLimits, subjectsOf } from '../../subjects/subject-test.ts';
import { choosePage, subjectsPage } from './page.ts';
import type { SubjectsView } from './view.ts';
import { orShow } from '../../../http/or-show.ts';
import { say as sayOfForm } from '../../../http/say.ts';
import { say } from '../../say.ts';

const defaults = { share: 20, waitMinutes: 60 };

/** `/desk/editions/7/subjects`: which subjects an edition tries, on whom and how long, and what came of it. */
export function createSubjectRoutes(services: Services): Router {
  const { db } = services;
  const router = Router();
  const path = '/desk/editions/:id/subjects';
  router.get(path, may('editions.see'), async (request, response) => {
    await show(services, request, response);
  });
  router.post(path, may('editions.write'), form, async (request, response) => {
    const id = idIn(request);
    const change = changeIn(request);
    await orShowForm(services, request, response, change, async () => {
      await setSubjects(db, signedIn(response).actor, id, change);
      response.redirect(303, `/desk/editions/${id}/subjects?done=saved`);
    });
  });
  router.get(`${path}/choose`, may('editions.send'), async (request, response) => {
    const view = await viewOf(services, request, response);
    const winner = subjectIn(request.query['subject']);
    if (!view.test?.figures.some(({ subject }) => subject === winner)) throw new NotFound(sayOfForm.noPage);
    response.send(choosePage(await loadDeskFrame(services, request, response), view, winner));
  });
  router.post(`${path}/choose`, may('editions.send'), form, async (request, response) => {
    const editionId = idIn(request);
    await orShowForm(services, request, response, null, async () => {
      const winner = subjectIn(textField(request, 'subject'));
      await chooseSubject(services, { editionId, actor: signedIn(response).actor, winner });
      response.redirect(303, `/desk/editions/${editionId}/subjects?done=chosen`);
    });
  });
  return router;
}

async function show(
  services: Services,
  request: Request,
  response: Response,
  changes: Partial<SubjectsView> = {},
): Promise<void> {
  const view = await viewOf(services, request, response);
  response.send(subjectsPage(await loadDeskFrame(services, request, response), { ...view, ...changes }));
}

async function viewOf({ db }: Services, request: Request, response: Response): Promise<SubjectsView> {
  const edition = await requireEdition(db, idIn(request));
  const newsletter = await requireNewsletter(db, edition.newsletterId);
  const publication = await loadPublication(db);
  const done = request.query['done'];
  return {
    who: signedIn(response),
    edition,
    timeZone: publication?.timeZone ?? 'UTC',
    fromName: await senderFor(db, newsletter.id).then(
      ({ fromName }) => fromName,
      () => null,
    ),
    subjects: subjectsOf(edition),
    share: edition.subjectTest?.share ?? defaults.share,
    waitMinutes: edition.subjectTest?.waitMinutes ?? defaults.waitMinutes,
    estimate: await estimateReaders(db, newsletter.id),
    isCounted: newsletter.clickMode !== 'off',
    isAlert: newsletter.priority === 'alert',
    test: await readSubjectTest(db, edition.id),
    problem: null,
    done: done === 'saved' || done === 'chosen' ? done : null,
  };
}

/** Does it, or shows the page again as it was filled in, with what was wrong. */
async function orShowForm(
  services: Services,
  request: Request,
  response: Response,
  change: SubjectsChange | null,
  act: () => Promise<void>,
): Promise<void> {
  await requireEdition(services.db, idIn(request));
  const { subjects, share, waitMinutes } = change ?? {};
  const typed = {
    ...(subjects && { subjects }),
    ...(share !== undefined && { share }),
    ...(waitMinutes !== undefined && { waitMinutes }),
  };
  await orShow(response, signedIn(response).language, act, (problem) =>
    show(services, request, response, { problem, ...typed }),
  );
}

function changeIn(request: Request): SubjectsChange {
  const preheaders = listField(request, 'preheader');
  const given = listField(request, 'subject').map((subject, place) => ({
    subject,
    preheader: preheaders[place] ?? '',
  }));
  const [first = { subject: '', preheader: '' }, ...others] = given;
  const seen = textField(request, 'seen');
  if (!/^\d{1,16}$/.test(seen)) throw new InvalidInput(sayOfForm.notWhole);
  return {
    // A field that is left empty is no subject; the first always is one.
    subjects: [first, ...others.filter(({ subject }) => subject.trim() !== '')],
    share: Number(textField(request, 'share')),
    waitMinutes: Number(textField(request, 'wait')),
    asOf: new Date(Number(seen)),
  };
}

function subjectIn(value: unknown): number {
  const places = Array.from({ length: subjectLimits.subjects }, (_, place) => place);
  const place = places.find((one) => letterOf(one) === value);
  if (place === undefined) throw new NotFound(say.noSubject);
  return place;
}
