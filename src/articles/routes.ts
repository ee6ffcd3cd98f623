import { Router } from 'express';
import { NotFound } from '../errors.ts';
import type { Services } from '../services.ts';
import { selectImage } from './queries.ts';

/** `/i/<hash>`: pictures that mails and pages show. Their address is their content, so they are kept for ever. */
export function createArticleRoutes({ db }: Services): Router {
  const router = Router();
  router.get('/i/:hash', async (request, response) => {
    const { hash } = request.params;
    const image = /^[0-9a-f]{32}$/.test(hash) ? await selectImage(db, hash) : undefined;
    if (image === undefined) throw new NotFound('there is no picture at this address');
    response.set({
      'content-type': image.mediaType,
      'cache-control': 'public, max-age=31536000, immutable',
      'cross-origin-resource-policy': 'cross-origin',
    });
    response.send(image.data);
  });
  return router;
}
