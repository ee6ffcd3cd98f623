import { pipeline } from 'node:stream/promises';
import { type Request, type Response, Router } from 'express';
import { may, signedIn } from '../../access/desk.ts';
import { can } from '../../access/permissions.ts';
import { mailFramePolicy } from '../../editions/desk/edition/mail-document.ts';
import { countIn } from '../../editions/desk/parts.ts';
import { requireEdition } from '../../editions/edition.ts';
import { NotFound } from '../../errors.ts';
import { idIn, textField } from '../../http/fields.ts';
import { loadPublication } from '../../publication/publication.ts';
import { requireNewsletter } from '../../publication/newsletters.ts';
import type { Services } from '../../services.ts';
import { form } from '../../staff/http-parts.ts';
import { nameActors } from '../../staff/name-actors.ts';
import { peoplePage } from '../pages/people.ts';
import { reportPage } from '../pages/report.ts';
import { whyPage, type WhyView } from '../pages/why.ts';
import { afterWords } from '../pages/words.ts';
import { exportPeople } from '../people/export-people.ts';
import { type People, peopleKind } from '../people/kinds.ts';
import { listPeople } from '../people/list-people.ts';
import { sceneOf } from '../scene.ts';
import type { Explained } from '../why/answer.ts';
import { explainDelivery, type Whom } from '../why/explain-delivery.ts';
import { readClickPicture } from './click-picture.ts';
import { historyCsv, reportCsv } from './csv.ts';
import { measureNames, measures } from './measures.ts';
import { readHistory, readReport, requireReported } from './read-report.ts';
import { orShow } from '../../http/or-show.ts';
import { say } from '../say.ts';

const pageSize = 50;
// Opened by itself it is a page of its own: it may show itself, and nothing else.
const pictureStyle = "default-src 'none'; style-src 'unsafe-inline'";

/** `/desk/editions/7/report`: what became of an edition, in numbers and as pictures. */
export function createReportRoutes(services: Services): Router {
  const { db } = services;
  const router = Router();
  router.get('/desk/editions/:id/report', may('reports.see'), async (request, response) => {
    const { actor, role } = signedIn(response);
    const report = await readReport(db, actor, idIn(request));
    const seesPeople = can(role, 'subscribers.see');
    const seesPatrons = can(role, 'memberships.see');
    response.send(
      reportPage(await sceneOf(services, request, response), { report, seesPeople, seesPatrons }),
    );
  });
  router.get('/desk/editions/:id/report.csv', may('reports.see'), async (request, response) => {
    const report = await readReport(db, signedIn(response).actor, idIn(request));
    sendCsv(response, `edition-${report.edition.id}.csv`).send(reportCsv(report));
  });
  router.get('/desk/editions/:id/history.csv', may('reports.see'), async (request, response) => {
    const { id, newsletterId } = await requireReported(db, idIn(request));
    const history = await readHistory(db, signedIn(response).actor, { id, newsletterId });
    sendCsv(response, `editions-until-${id}.csv`).send(historyCsv(history));
  });
  router.get('/desk/editions/:id/report/mail', may('reports.see'), async (request, response) => {
    const { actor, language } = signedIn(response);
    const look = {
      accent: await accentOf(services),
      write: countIn(language),
      say: afterWords(language).report.clicksOf,
    };
    const picture = await readClickPicture(db, actor, idIn(request), look);
    response.set('content-security-policy', mailFramePolicy(services.config.publicUrl));
    response.set('referrer-policy', 'no-referrer').type('html').send(picture);
  });
  router.get('/desk/editions/:id/plot/:measure', may('reports.see'), async (request, response) => {
    const name = measureNames.find((one) => one === request.params['measure']);
    const edition = await requireReported(db, idIn(request));
    if (name === undefined) throw new NotFound(say.noPicture);
    const { actor, language } = signedIn(response);
    const { dark, narrow } = request.query;
    const look = {
      isDark: dark === '1',
      isNarrow: narrow === '1',
      accent: await accentOf(services),
      language,
    };
    // The library is read when it is first asked for: few processes draw.
    const { drawPlot } = await import('./plot.ts');
    response.set('content-security-policy', pictureStyle).type('image/svg+xml');
    response.send(drawPlot(measures[name], await readHistory(db, actor, edition), look));
  });
  addPeople(router, services);
  addWhy(router, services);
  return router;
}

async function accentOf({ db }: Services): Promise<string> {
  return (await loadPublication(db))?.theme.accent ?? '#0b5394';
}

function sendCsv(response: Response, name: string): Response {
  return response.attachment(name).type('text/csv; charset=utf-8');
}

/** The people behind the numbers, as a page and as a file. */
function addPeople(router: Router, services: Services): void {
  const { db } = services;
  router.get('/desk/editions/:id/people', may('subscribers.see'), async (request, response) => {
    const { actor, role } = signedIn(response);
    const edition = await requireReported(db, idIn(request));
    const { beginning, ...people } = readPeopleQuery(request);
    const after = textIn(request, 'after');
    const isShort = beginning !== '' && beginning.length < 3;
    const asked = { editionId: edition.id, ...people, beginning: isShort ? '' : beginning, after };
    const found = await listPeople(db, actor, { ...asked, limit: pageSize });
    const view = {
      edition,
      ...people,
      beginning,
      isFirst: after === '',
      ...found,
      mayExport: can(role, 'subscribers.export'),
      maySend: can(role, 'editions.send') && edition.prunedAt === null,
      seesPatrons: can(role, 'memberships.see'),
      problem: null,
    };
    response.send(peoplePage(await sceneOf(services, request, response), view));
  });
  router.get('/desk/editions/:id/people.csv', may('subscribers.export'), async (request, response) => {
    const edition = await requireReported(db, idIn(request));
    const query = { editionId: edition.id, ...readPeopleQuery(request) };
    sendCsv(response, `edition-${edition.id}-${query.kind}.csv`);
    await pipeline(exportPeople(db, signedIn(response).actor, query), response);
  });
}

function readPeopleQuery(request: Request): Required<People> & { beginning: string } {
  const kind = peopleKind(request.query['what'] ?? 'eligible');
  const { detail, to } = request.query;
  const text = textIn(request, 'text');
  if (kind === null || !/^([1-9]\d{0,5})?$/.test(text)) throw new NotFound(say.noList);
  return {
    kind,
    detail: typeof detail === 'string' ? detail.slice(0, 100) : null,
    destination: typeof to === 'string' ? to.slice(0, 100) : null,
    text: text === '' ? null : Number(text),
    beginning: textIn(request, 'q').toLowerCase(),
  };
}

function textIn({ query }: Request, name: string): string {
  const value = query[name];
  return typeof value === 'string' ? value.trim().slice(0, 254) : '';
}

/** Who stopped a send, by name. */
function named(explained: Explained, nameOf: (actor: string) => string): Explained {
  const { answer } = explained;
  if (answer.kind !== 'cancelled' || answer.by === null) return explained;
  return { ...explained, answer: { ...answer, by: nameOf(answer.by) } };
}

/** Why one reader got an edition, or did not. */
function addWhy(router: Router, services: Services): void {
  const { db } = services;
  const show = async (
    request: Request,
    response: Response,
    view: Omit<WhyView, 'edition'>,
  ): Promise<void> => {
    const { id, number, newsletterId } = await requireEdition(db, idIn(request));
    const { name: newsletter } = await requireNewsletter(db, newsletterId);
    const edition = { id, number, newsletter };
    const scene = await sceneOf(services, request, response);
    const explained = view.explained && named(view.explained, await nameActors(db, scene.frame.language));
    response.send(whyPage(scene, { edition, ...view, explained }));
  };
  const explain = (request: Request, response: Response, whom: Whom) =>
    explainDelivery(services, signedIn(response).actor, { editionId: idIn(request), whom });

  router.get('/desk/editions/:id/readers/:reader', may('subscribers.see'), async (request, response) => {
    const text = String(request.params['reader']);
    if (!/^[1-9]\d{0,14}$/.test(text)) throw new NotFound(say.noReader);
    const explained = await explain(request, response, { subscriberId: Number(text) });
    await show(request, response, { explained, typed: '', problem: null });
  });
  router.post('/desk/editions/:id/why', may('subscribers.see'), form, async (request, response) => {
    const address = textField(request, 'address');
    const tell = async (): Promise<void> => {
      const explained = await explain(request, response, { address });
      await show(request, response, { explained, typed: '', problem: null });
    };
    await orShow(response, signedIn(response).language, tell, (problem) =>
      show(request, response, { explained: null, typed: address, problem }),
    );
  });
}
