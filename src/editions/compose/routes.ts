import { type Request, Router } from 'express';
import { z } from 'zod';
import { may, signedIn } from '../../access/desk.ts';
import { idIn } from '../../http/fields.ts';
import type { Services } from '../../services.ts';
import { keySchema } from './contract.ts';
import { pollChanges } from './poll.ts';
import { notePresence } from './presence.ts';
import { tellingOf } from './view.ts';
import { composeWords } from './words.ts';

/** `/desk/editions/7/changes`: what is new of an edition that is composed, in JSON, for a page that has it open. */
export function createComposeRoutes({ db }: Services): Router {
  const router = Router();
  router.get('/desk/editions/:id/changes', may('editions.see'), async (request, response) => {
    const { actor, language } = signedIn(response);
    const editionId = idIn(request);
    const { since, tab, at } = readQuery(request);
    if (tab !== null) await notePresence(db, actor, { editionId, tab, at });
    response.set('cache-control', 'no-store');
    const telling = await tellingOf(db, composeWords(language));
    response.json(await pollChanges(db, actor, { editionId, since }, telling));
  });
  return router;
}

const number = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).nullable().catch(null);
const query = z.object({
  since: number.default(null),
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
