import { randomUUID } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import { may, signedIn } from '../../access/desk.ts';
import { can } from '../../access/permissions.ts';
import { requireCorrection, subjectOfCorrection } from '../../editions/corrections/correction.ts';
import { countByText, listCorrections } from '../../editions/corrections/list-corrections.ts';
import { countToCorrect, sendCorrection } from '../../editions/corrections/send-correction.ts';
import { endCorrection, writeCorrection } from '../../editions/corrections/write-correction.ts';
import { nameOf } from '../../editions/desk/parts.ts';
import { readOthers } from '../../editions/desk/sending/read-asked.ts';
import { requireEdition } from '../../editions/edition.ts';
import { readRules } from '../../editions/rules.ts';
import { InvalidInput, NotFound } from '../../errors.ts';
import { idIn, textField } from '../../http/fields.ts';
import { requireNewsletter } from '../../publication/newsletters.ts';
import type { Services } from '../../services.ts';
import { form } from '../../staff/http-parts.ts';
import { listStaff } from '../../staff/staff.ts';
import { correctionsPage, type CorrectionsView, nowPage, type NowView } from '../pages/corrections.ts';
import { selectTexts } from '../queries/report.ts';
import { sceneOf } from '../scene.ts';
import { orShow } from '../../http/or-show.ts';
import { say } from '../say.ts';
import { say as sayOfForm } from '../../http/say.ts';

/** `/desk/editions/7/corrections`: what was wrong, told to those who got it so. */
export function createCorrectionsRoutes(services: Services): Router {
  const { db } = services;
  const router = Router();
  const showAll = async (request: Request, response: Response, problem: string | null): Promise<void> => {
    const scene = await sceneOf(services, request, response);
    response.send(correctionsPage(scene, await viewOf(services, request, response, problem)));
  };
  const showNow = async (request: Request, response: Response, problem: string | null): Promise<void> => {
    const scene = await sceneOf(services, request, response);
    response.send(nowPage(scene, await nowViewOf(services, request, response, problem)));
  };

  router.get('/desk/editions/:id/corrections', may('editions.see'), async (request, response) => {
    await showAll(request, response, null);
  });
  router.post('/desk/editions/:id/corrections', may('editions.write'), form, async (request, response) => {
    await orShowAgain(request, response, showAll, async (id) => {
      const texts = await textsOf(services, id);
      const chosen = texts.filter((text) => textField(request, `text-${text.id}`) === 'on');
      const { drafts, approved } = await writeCorrection(db, signedIn(response).actor, {
        editionId: id,
        title: textField(request, 'title'),
        text: textField(request, 'text'),
        subject: textField(request, 'subject'),
        once: onceIn(request),
        ...(texts.length > 1 && { revisionIds: chosen.map((text) => text.id) }),
      });
      const query = new URLSearchParams({
        done: 'written',
        drafts: drafts.join(),
        approved: approved.join(),
      });
      response.redirect(303, `/desk/editions/${id}/corrections?${query.toString()}`);
    });
  });
  router.post(
    '/desk/editions/:id/corrections/:correction/end',
    may('editions.write'),
    form,
    async (request, response) => {
      await orShowAgain(request, response, showAll, async (id) => {
        await endCorrection(db, signedIn(response).actor, await correctionIn(services, request));
        response.redirect(303, `/desk/editions/${id}/corrections?done=ended`);
      });
    },
  );
  router.get(
    '/desk/editions/:id/corrections/:correction/now',
    may('editions.send'),
    async (request, response) => {
      await showNow(request, response, null);
    },
  );
  router.post(
    '/desk/editions/:id/corrections/:correction/now',
    may('editions.send'),
    form,
    async (request, response) => {
      await orShowAgain(request, response, showNow, async (id) => {
        await sendCorrection(services, signedIn(response).actor, {
          correctionId: await correctionIn(services, request),
          // No such field where the subject is bound.
          ...(textField(request, 'subject') !== '' && { subject: textField(request, 'subject') }),
          seen: Number(textField(request, 'seen')) || 0,
        });
        response.redirect(303, `/desk/editions/${id}/corrections?done=sent`);
      });
    },
  );
  return router;
}

/** Does it, or shows the page again with what was wrong. */
async function orShowAgain(
  request: Request,
  response: Response,
  show: (request: Request, response: Response, problem: string) => Promise<void>,
  act: (id: number) => Promise<void>,
): Promise<void> {
  const id = idIn(request);
  await orShow(
    response,
    signedIn(response).language,
    () => act(id),
    (problem) => show(request, response, problem),
  );
}

function onceIn(request: Request): string {
  const once = textField(request, 'once');
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(once)) return once;
  throw new InvalidInput(sayOfForm.notWhole);
}

/** @throws NotFound where it is none of this edition's */
async function correctionIn({ db }: Services, request: Request): Promise<number> {
  const text = String(request.params['correction']);
  const correction = /^[1-9]\d{0,14}$/.test(text) ? await requireCorrection(db, Number(text)) : null;
  if (correction?.editionId !== idIn(request)) throw new NotFound(say.notOfThis);
  return correction.id;
}

async function namedEdition({ db }: Services, id: number): Promise<CorrectionsView['edition']> {
  const { number, language, newsletterId } = await requireEdition(db, id);
  const { name: newsletter } = await requireNewsletter(db, newsletterId);
  return { id, language, name: nameOf({ newsletter, number }) };
}

/** The texts that somebody has got; wrong are all but what went out last, or the only one. */
async function textsOf({ db }: Services, editionId: number): Promise<CorrectionsView['texts']> {
  const got = await countByText(db, editionId);
  const texts = (await selectTexts(db, editionId)).filter(({ id }) => (got.get(id) ?? 0) > 0);
  const { approvedRevisionId } = await requireEdition(db, editionId);
  return texts.map(({ id, number }) => ({
    id,
    number,
    got: got.get(id) ?? 0,
    isWrong: texts.length === 1 || id !== approvedRevisionId,
  }));
}

async function viewOf(
  services: Services,
  request: Request,
  response: Response,
  problem: string | null,
): Promise<CorrectionsView> {
  const { db } = services;
  const { role } = signedIn(response);
  const edition = await namedEdition(services, idIn(request));
  const corrections = await listCorrections(db, edition.id);
  const left = new Map<number, number>();
  for (const one of corrections) if (one.endedAt === null) left.set(one.id, await countToCorrect(db, one));
  const asked = (name: string): string => {
    const value = request.query[name];
    return typeof value === 'string' ? value : '';
  };
  return {
    edition,
    texts: await textsOf(services, edition.id),
    corrections,
    left,
    people: await listStaff(db),
    mayWrite: can(role, 'editions.write'),
    maySend: can(role, 'editions.send'),
    did: {
      word: asked('done'),
      drafts: await namesOf(services, asked('drafts')),
      approved: await namesOf(services, asked('approved')),
    },
    typed: {
      title: textField(request, 'title'),
      text: textField(request, 'text'),
      subject: textField(request, 'subject'),
    },
    once: randomUUID(),
    problem,
  };
}

async function namesOf(services: Services, ids: string): Promise<string> {
  if (!/^\d{1,15}(,\d{1,15}){0,9}$/.test(ids)) return '';
  const named = await Promise.all(ids.split(',').map((id) => namedEdition(services, Number(id))));
  return named.map(({ name }) => name).join(', ');
}

async function nowViewOf(
  services: Services,
  request: Request,
  response: Response,
  problem: string | null,
): Promise<NowView> {
  const { db } = services;
  const correction = await requireCorrection(db, await correctionIn(services, request));
  const { newsletterId } = await requireEdition(db, correction.editionId);
  const edition = await namedEdition(services, idIn(request));
  const got = await countByText(db, edition.id);
  const typed = textField(request, 'subject');
  return {
    edition,
    correction,
    count: await countToCorrect(db, correction),
    got: correction.revisionIds.reduce((sum, id) => sum + (got.get(id) ?? 0), 0),
    others: await readOthers(db, response, { newsletterId, editedBy: correction.createdBy }),
    subject: typed === '' ? subjectOfCorrection(correction) : typed,
    isBound: (await readRules(db, newsletterId)).fourEyes,
    problem,
  };
}
