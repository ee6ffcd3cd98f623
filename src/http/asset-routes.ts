import { Router } from 'express';
import { assets, themeStylesheet } from '../views/assets.ts';

/** `/favicon.ico`, and `/assets/…`: files whose address changes with their content, so they are kept for ever. */
export function createAssetRoutes(loadAccent: () => Promise<string | null>): Router {
  const router = Router();
  const known = new Map(Object.values(assets).map((asset) => [asset.href, asset]));
  // Asked for by browsers on their own, from a mail's page (which has no origin) too.
  router.get('/favicon.ico', (_request, response) => {
    response.set({
      'cache-control': 'public, max-age=86400',
      'cross-origin-resource-policy': 'cross-origin',
    });
    response.type(assets.icon.type).send(assets.icon.body);
  });
  router.get('/assets/:name', async (request, response, next) => {
    const { path } = request;
    const theme = path.startsWith('/assets/theme-')
      ? themeStylesheet((await loadAccent()) ?? '#0b5394')
      : null;
    const asset = theme ?? known.get(path);
    if (asset === undefined) return next();
    // A page that is older than a change of colours gets the new ones, and does not keep them under the old name.
    const isCurrent = asset.href === path;
    response.set('cache-control', isCurrent ? 'public, max-age=31536000, immutable' : 'no-cache');
    return response.type(asset.type).send(asset.body);
  });
  return router;
}
