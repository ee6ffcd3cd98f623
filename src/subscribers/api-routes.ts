import express, { Router } from 'express';
import { z } from 'zod';
import { callerOf, needs } from '../access/api.ts';
import { InvalidInput } from '../errors.ts';
import { inEvenTime } from '../http/even-time.ts';
import type { Limits } from '../http/limits.ts';
import { listNewsletters } from '../publication/newsletters.ts';
import { invalid, requirePublication } from '../publication/publication.ts';
import { httpUrl, languageTag } from '../publication/values.ts';
import type { Services } from '../services.ts';
import { subscribe } from './subscribe.ts';

const limitOfSignUps = { name: 'api-sign-up', points: 300, seconds: 3600 } as const;

const signUpSchema = z.strictObject({
  address: z.string({ error: 'is not a text; an e-mail address is needed' }),
  newsletters: z
    .array(z.string(), { error: 'is not a list of newsletters by their short names' })
    .min(1, { error: 'is empty; name at least one newsletter' }),
  name: z.string().max(200, { error: 'is longer than 200 characters' }).default(''),
  language: languageTag.optional(),
  page: httpUrl.nullable().default(null),
});

/**
 * `POST /api/subscribers`: asks an address to confirm what somebody signed up for on another site, as our own form does:
 * the same limits, the same mail, the same answer whatever is known of the address.
 */
export function createSubscriberApiRoutes(services: Services, limits: Limits): Router {
  const router = Router();
  const body = express.json({ limit: '20kb', type: ['json', 'application/*+json'] });
  router.post('/api/subscribers', needs('subscribers.write'), body, async (request, response) => {
    const { keyId } = callerOf(response);
    const { address, newsletters, name, language, page } = await readSignUp(services, request.body);
    await limits.spendFor(`key:${keyId}`, limitOfSignUps);
    const origin = { source: `api-key:${keyId}`, formUrl: page };
    const asked = language ?? (await requirePublication(services.db)).language;
    await inEvenTime(() => subscribe(services, { address, name, newsletters, language: asked, origin }));
    response.status(202).json({ status: 'asked to confirm', newsletters });
  });
  return router;
}

async function readSignUp({ db }: Services, body: unknown): Promise<z.output<typeof signUpSchema>> {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new InvalidInput('the body is no JSON object; send one with "Content-Type: application/json"');
  const parsed = signUpSchema.safeParse(body);
  if (!parsed.success) throw invalid('the body', parsed.error, body);
  const known = (await listNewsletters(db)).map(({ slug }) => slug);
  const wrong = parsed.data.newsletters.filter((slug) => !known.includes(slug));
  if (wrong.length === 0) return parsed.data;
  throw new InvalidInput(
    `newsletters: there is no ${JSON.stringify(wrong[0])}; there are: ${known.join(', ')}`,
  );
}
