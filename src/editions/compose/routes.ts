import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import { may, signedIn } from '../../access/desk.ts';
import { InvalidInput } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { applyChanges } from './apply-changes.ts';
import {
  changeRequestSchema,
  keySchema,
  restoreRequestSchema,
  takeOverRequestSchema,
  type UndoAnswer,
  undoRequestSchema,
} from './contract.ts';
import { pollChanges } from './poll.ts';
import { notePresence } from './presence.ts';
import { restoreTo } from './restore-to.ts';
import { showHistory } from './show-history.ts';
import { takeOver } from './take-over.ts';
import { undo, type UndoRequested } from './undo.ts';
import { tellingOf, toAnswer } from './view.ts';
import { composeWords } from './words.ts';
import { idIn } from '../../http/fields.ts';

const body = express.json({ limit: '300kb' });

/** `/desk/editions/7/changes` and what belongs to it: how an edition is composed, in JSON; see `contract.ts`. */
export function createComposeRoutes(services: Services): Router {
  const { db } = services;
  const router = Router();
  const telling = (response: Response) => tellingOf(db, composeWords(signedIn(response).language));
  router.get('/desk/editions/:id/changes', may('editions.see'), async (request, response) => {
    const { actor } = signedIn(response);
    const editionId = idIn(request);
    const { since, tab, at } = readQuery(request);
    if (tab !== null) await notePresence(db, actor, { editionId, tab, at });
    response.set('cache-control', 'no-store');
    response.json(await pollChanges(db, actor, { editionId, since }, await telling(response)));
  });
  router.get('/desk/editions/:id/changes/history', may('editions.see'), async (request, response) => {
    const { actor, language } = signedIn(response);
    const { before } = readQuery(request);
    response.set('cache-control', 'no-store');
    response.json(await showHistory(db, actor, { editionId: idIn(request), before, language }));
  });
  router.post('/desk/editions/:id/changes', may('editions.write'), body, async (request, response) => {
    const change = read(changeRequestSchema, request);
    const editionId = idIn(request);
    const answer = await applyChanges(services, signedIn(response).actor, {
      editionId,
      ...change,
      takesBack: null,
    });
    response.json(toAnswer(answer, await telling(response)));
  });
  for (const which of ['undo', 'redo'] as const)
    router.post(`/desk/editions/:id/changes/${which}`, may('editions.write'), body, undoing(services, which));
  router.post(
    '/desk/editions/:id/changes/take-over',
    may('editions.write'),
    body,
    async (request, response) => {
      const asked = { editionId: idIn(request), takesBack: null, ...read(takeOverRequestSchema, request) };
      const answer = await takeOver(services, signedIn(response).actor, asked);
      response.json(toAnswer(answer, await telling(response)));
    },
  );
  router.post(
    '/desk/editions/:id/changes/restore-version',
    may('editions.write'),
    body,
    async (request, response) => {
      const asked = { editionId: idIn(request), takesBack: null, ...read(restoreRequestSchema, request) };
      const answer = await restoreTo(services, signedIn(response).actor, asked);
      response.json(toAnswer(answer, await telling(response)));
    },
  );
  return router;
}

function undoing(services: Services, which: UndoRequested['which']): RequestHandler {
  return async (request, response) => {
    const { actor, language } = signedIn(response);
    const asked = { editionId: idIn(request), which, takesBack: null, ...read(undoRequestSchema, request) };
    const { answer, undone } = await undo(services, actor, asked);
    const told = await tellingOf(services.db, composeWords(language));
    const text = undone.change === null ? null : told.words.change(undone.change);
    const isDone = text !== null && undone.blocked === null;
    const by = undone.blocked?.by ?? null;
    const result: UndoAnswer = {
      ...toAnswer(answer, told),
      undone: isDone ? told.words[which === 'undo' ? 'undone' : 'redone'](text) : null,
      blocked:
        text === null || undone.blocked === null
          ? null
          : told.words.blocked(text, by === null ? null : told.personOf(by).name),
    };
    response.json(result);
  };
}

function read<T>(schema: z.ZodType<T>, request: Request): T {
  const parsed = schema.safeParse(request.body);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'the request'}: ${message}`,
  );
  throw new InvalidInput(`the request cannot be read: ${faults.slice(0, 5).join('; ')}`);
}

const number = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).nullable().catch(null);
const query = z.object({
  since: number.default(null),
  before: number.default(null),
  tab: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,64}$/)
    .nullable()
    .catch(null),
  at: keySchema.nullable().catch(null),
});

function readQuery(request: Request): z.infer<typeof query> {
  return query.parse(request.query);
}
