import { type Request, type Response, Router } from 'express';
import { may, signedIn } from '../../access/desk.ts';
import { can } from '../../access/permissions.ts';
import { pauseSend } from '../../delivery/control.ts';
import { countByRevision } from '../../delivery/correct-send.ts';
import { readSendState } from '../../delivery/read-send.ts';
import { approve } from '../../editions/approve.ts';
import { correct } from '../../editions/correct.ts';
import { nameOf } from '../../editions/desk/parts.ts';
import { editEdition } from '../../editions/edit.ts';
import { type Edition, requireEdition } from '../../editions/edition.ts';
import { inspectEdition } from '../../editions/inspect.ts';
import { hashOfRevision } from '../../editions/revisions.ts';
import { Conflict, NotFound } from '../../errors.ts';
import { idIn, textField } from '../../http/fields.ts';
import { requireNewsletter } from '../../publication/newsletters.ts';
import type { Services } from '../../services.ts';
import { form } from '../../staff/http-parts.ts';
import { correctPage, type CorrectView } from '../pages/correct.ts';
import { liveWords } from '../pages/words.ts';
import { sceneOf } from '../scene.ts';
import { orShow } from '../../http/or-show.ts';
import { say } from '../say.ts';

/** `/desk/editions/7/correct`: a mistake that is going out, mended for all who are not yet sent to. */
export function createCorrectRoutes(services: Services): Router {
  const { db } = services;
  const router = Router();
  const act = (
    step: 'words' | 'approve' | 'apply' | 'pause',
    run: (request: Request, response: Response, edition: Edition) => Promise<string>,
  ): void => {
    const action = step === 'words' ? 'editions.write' : 'editions.send';
    router.post(`/desk/editions/:id/correct/${step}`, may(action), form, async (request, response) => {
      const doIt = async (): Promise<void> => {
        const edition = await requireEdition(db, idIn(request));
        response.redirect(303, await run(request, response, edition));
      };
      await orShow(response, signedIn(response).language, doIt, (problem) =>
        show(services, request, response, problem),
      );
    });
  };

  router.get('/desk/editions/:id/correct', may('editions.write'), async (request, response) => {
    await show(services, request, response, null);
  });
  act('words', async (request, response, edition) => {
    const { actor, language } = signedIn(response);
    refuseStale(request, edition, language);
    const [subject, preheader, intro] = ['subject', 'preheader', 'intro'].map((name) =>
      textField(request, name),
    );
    await editEdition(db, actor, edition.id, {
      subject: subject ?? '',
      preheader: preheader ?? '',
      intro: (intro ?? '').replaceAll('\r\n', '\n'),
    });
    return `/desk/editions/${edition.id}/correct?done=saved`;
  });
  act('approve', async (request, response, edition) => {
    const { actor, language } = signedIn(response);
    refuseStale(request, edition, language);
    await approve(services, {
      editionId: edition.id,
      actor,
      asOf: edition.updatedAt,
      hash: textField(request, 'hash'),
    });
    return `/desk/editions/${edition.id}/correct#apply`;
  });
  act('apply', async (request, response, edition) => {
    const { actor } = signedIn(response);
    await correct(services, { editionId: edition.id, actor, hash: textField(request, 'hash') });
    return `/desk/editions/${edition.id}/sending?done=correct`;
  });
  act('pause', async (_request, response, edition) => {
    await pauseSend(services, edition.id, signedIn(response).actor);
    return `/desk/editions/${edition.id}/correct`;
  });
  return router;
}

function refuseStale(request: Request, edition: Edition, language: string): void {
  if (textField(request, 'seen') !== seenOf(edition)) throw new Conflict(liveWords(language).correct.stale);
}

function seenOf({ updatedAt }: Edition): string {
  return String(updatedAt.getTime());
}

async function show(
  services: Services,
  request: Request,
  response: Response,
  problem: string | null,
): Promise<void> {
  const scene = await sceneOf(services, request, response);
  response.send(correctPage(scene, await viewOf(services, request, response, problem)));
}

async function viewOf(
  services: Services,
  request: Request,
  response: Response,
  problem: string | null,
): Promise<CorrectView> {
  const { db } = services;
  const edition = await requireEdition(db, idIn(request));
  const send = await readSendState(db, edition.id);
  if (send === null) throw new NotFound(say.notGone);
  const { name: newsletter } = await requireNewsletter(db, edition.newsletterId);
  const { correctionRevisionId, approvedRevisionId } = edition;
  const approved = correctionRevisionId === null ? null : await hashOfRevision(db, correctionRevisionId);
  const goesOut = approvedRevisionId === null ? null : await hashOfRevision(db, approvedRevisionId);
  const { frozen, faults } = await inspectEdition(services, edition);
  return {
    edition,
    name: nameOf({ newsletter, number: edition.number }),
    state: send.state,
    revisions: await countByRevision(db, edition.id),
    approved,
    hash: frozen.hash,
    isChanged: frozen.hash !== goesOut,
    faults: faults.filter(({ severity }) => severity === 'stop').map(({ message }) => message),
    seen: seenOf(edition),
    maySend: can(signedIn(response).role, 'editions.send'),
    did: request.query['done'] === 'saved' ? 'saved' : '',
    problem,
  };
}
