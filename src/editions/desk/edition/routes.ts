import { randomUUID } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import { may, signedIn } from '../../../access/desk.ts';
import { deskFrameOf } from '../../../access/desk-frame.ts';
import { InvalidInput, NotFound } from '../../../errors.ts';
import { idIn, listField, textField } from '../../../http/fields.ts';
import type { Limits } from '../../../http/limits.ts';
import { requireNewsletter } from '../../../publication/newsletters.ts';
import { loadPublication } from '../../../publication/publication.ts';
import type { Services } from '../../../services.ts';
import { form } from '../../../staff/http-parts.ts';
import { findSubscriber } from '../../../subscribers/find-subscriber.ts';
import { can } from '../../../access/permissions.ts';
import { readComposed } from '../../compose/hold.ts';
import { requireEdition } from '../../edition.ts';
import { isOpenForCorrection } from '../../open-for-change.ts';
import { preFlight } from '../../pre-flight.ts';
import { renderFor } from '../../render-for.ts';
import { mailDocument, mailFramePolicy } from './mail-document.ts';
import { editionPage } from './pages/edition.ts';
import { editionWords } from './pages/words.ts';
import { listReaders, readerIn, renderingFor, requireReader } from './readers.ts';
import { listColleagues, sendTest } from './send-test.ts';
import { type EditionView, forms, type Look } from './view.ts';
import { orShow } from '../../../http/or-show.ts';
import { say as sayOfForm } from '../../../http/say.ts';

/** Mails of tests that one person sends. */
const limitOfTests = { name: 'edition-test', points: 60, seconds: 3600 };

/** `/desk/editions/7`: one edition as its readers get it, and what is to be mended. */
export function createEditionPageRoutes(services: Services, limits: Limits): Router {
  const { db, config } = services;
  const router = Router();
  router.get('/desk/editions/:id', may('editions.see'), async (request, response) => {
    await showEdition(services, request, response, null);
  });
  router.get('/desk/editions/:id/mail', may('editions.see'), async (request, response) => {
    const { actor, address } = signedIn(response);
    const edition = await requireEdition(db, idIn(request));
    const reader = await requireReader(db, actor, edition, readerIn(request.query['reader']));
    const { isDark, isDraft: draft } = lookIn(request.query);
    const rendering = await renderingFor(db, reader, edition, address);
    const markup = await renderFor(services, { ...rendering, draft, as: 'html' });
    response.set({
      'content-security-policy': mailFramePolicy(config.publicUrl),
      'referrer-policy': 'no-referrer',
    });
    response.type('html').send(mailDocument(markup, isDark));
  });
  router.post('/desk/editions/:id/reader', may('subscribers.see'), form, async (request, response) => {
    const id = idIn(request);
    await orShowEdition(services, request, response, async () => {
      const address = textField(request, 'address');
      const person = await findSubscriber(db, address);
      if (person === null) {
        const { language } = deskFrameOf(request, response, await loadPublication(db));
        throw new NotFound(editionWords(language).reader.nobody(address));
      }
      response.redirect(303, pageOf(id, `subscriber:${person.id}`, lookIn(request.body)));
    });
  });
  router.post('/desk/editions/:id/test', may('editions.write'), form, async (request, response) => {
    const editionId = idIn(request);
    const { actor, staffId } = signedIn(response);
    await orShowEdition(services, request, response, async () => {
      const to = [...new Set(listField(request, 'to').map(Number))];
      for (let mails = 0; mails < to.length; mails += 1) await limits.spendFor(String(staffId), limitOfTests);
      const reader = readerIn(textField(request, 'reader'));
      await sendTest(services, actor, { editionId, reader, to, once: onceIn(request) });
      response.redirect(303, `${pageOf(editionId, reader, lookIn({}))}&done=test`);
    });
  });
  return router;
}

async function showEdition(
  services: Services,
  request: Request,
  response: Response,
  problem: string | null,
): Promise<void> {
  const { db } = services;
  const publication = await loadPublication(db);
  const view = await viewOf(services, request, signedIn(response), publication?.timeZone ?? 'UTC', problem);
  response.send(editionPage(deskFrameOf(request, response, publication), view));
}

const coming = ['draft', 'approved', 'scheduled'];

async function viewOf(
  services: Services,
  request: Request,
  who: EditionView['who'],
  timeZone: string,
  problem: string | null,
): Promise<EditionView> {
  const { db } = services;
  const edition = await requireEdition(db, idIn(request));
  const readers = await listReaders(db, edition);
  const name = readerIn(request.query['reader']);
  const reader =
    readers.find((one) => one.name === name) ?? (await requireReader(db, who.actor, edition, name));
  const look = lookIn(request.query);
  const found = coming.includes(edition.state) ? await preFlight(services, edition) : null;
  const isText = look.form === 'text' && found?.bytes !== null;
  const rendering = { ...(await renderingFor(db, reader, edition, who.address)), draft: look.isDraft };
  const isOpen = await isOpenForCorrection(db, edition);
  const canChange = isOpen || coming.includes(edition.state);
  return {
    who,
    edition,
    newsletter: (await requireNewsletter(db, edition.newsletterId)).name,
    composer: canChange && can(who.role, 'editions.write') ? `/desk/editions/${edition.id}/compose` : null,
    isOpenForCorrection: isOpen,
    keys: (await readComposed(db, edition.id)).doc.items.map(({ key }) => key),
    timeZone,
    look,
    reader,
    readers,
    text: isText ? await renderFor(services, { ...rendering, as: 'text' }) : null,
    preFlight: found,
    againAfter: secondsIn(request.query['again']),
    colleagues: await listColleagues(db, who.actor),
    once: randomUUID(),
    wasSent: request.query['done'] === 'test',
    problem,
  };
}

/** Does it, or shows the page again with what was wrong. */
async function orShowEdition(
  services: Services,
  request: Request,
  response: Response,
  act: () => Promise<void>,
): Promise<void> {
  await requireEdition(services.db, idIn(request));
  await orShow(response, signedIn(response).language, act, (problem) =>
    showEdition(services, request, response, problem),
  );
}

/** How long the part of the pre-flight has said that it waits; at first two seconds. */
function secondsIn(value: unknown): number {
  return typeof value === 'string' && /^([2-9]|1[0-5])$/.test(value) ? Number(value) : 2;
}

/** From a query or a form. */
function lookIn(values: unknown): Look {
  const { form: asked, dark, draft } = (values ?? {}) as Record<string, unknown>;
  return {
    form: forms.find((one) => one === asked) ?? 'desktop',
    isDark: dark === '1',
    isDraft: draft === '1',
  };
}

function onceIn(request: Request): string {
  const once = textField(request, 'once');
  if (/^[0-9a-f-]{36}$/.test(once)) return once;
  throw new InvalidInput(sayOfForm.notWhole);
}

function pageOf(id: number, reader: string, { form: shape, isDark, isDraft }: Look): string {
  const shown = { ...(isDark && { dark: '1' }), ...(isDraft && { draft: '1' }) };
  const query = new URLSearchParams({ reader, form: shape, ...shown });
  return `/desk/editions/${id}?${query.toString()}`;
}
