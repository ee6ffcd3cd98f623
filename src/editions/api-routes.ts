import { type Request, Router } from 'express';
import { needs } from '../access/api.ts';
import { type Balance, readBalance } from '../delivery/balance.ts';
import { InvalidInput, NotFound } from '../errors.ts';
import { requireNewsletter } from '../publication/newsletters.ts';
import type { Services } from '../services.ts';
import { selectEditionPage, selectEditionShown } from './queries/api.ts';

const mostRows = 100;

type Row = NonNullable<Awaited<ReturnType<typeof selectEditionShown>>>;

/** `GET /api/editions` and `/api/editions/7`: what there is, and how its send stands. */
export function createEditionApiRoutes({ db, config }: Services): Router {
  const router = Router();
  const shown = ({ slug, launchedAt, ...row }: Row) => ({
    ...row,
    launchedAt,
    // Only what went out has a page.
    url: launchedAt === null ? null : `${config.publicUrl}/editions/${slug}`,
  });
  router.get('/api/editions', needs('editions.read'), async (request, response) => {
    const { newsletter } = request.query;
    const slug = typeof newsletter === 'string' ? newsletter : null;
    const newsletterId = slug === null ? null : (await requireNewsletter(db, slug)).id;
    const limit = numberIn(request, 'limit', mostRows) ?? 20;
    const before = numberIn(request, 'before', Number.MAX_SAFE_INTEGER);
    const rows = await selectEditionPage(db, { newsletterId, before, limit: limit + 1 });
    const editions = rows.slice(0, limit);
    response.json({
      editions: editions.map(shown),
      next: rows.length > limit ? (editions.at(-1)?.id ?? null) : null,
    });
  });
  router.get('/api/editions/:id', needs('editions.read'), async (request, response) => {
    const text = String(request.params['id']);
    const row = /^[1-9]\d{0,14}$/.test(text) ? await selectEditionShown(db, Number(text)) : undefined;
    if (row === undefined) throw new NotFound(`there is no edition ${JSON.stringify(text)}`);
    response.json({ ...shown(row), balance: row.launchedAt === null ? null : await balanceOf(row.id) });
  });
  /** An edition that was cancelled at its launch has none. */
  const balanceOf = async (id: number): Promise<Omit<Balance, 'editionId'> | null> => {
    try {
      const { editionId: _same, ...balance } = await readBalance(db, id);
      return balance;
    } catch (error) {
      if (error instanceof NotFound) return null;
      throw error;
    }
  };
  return router;
}

/** @throws InvalidInput for what is no number from 1 to `most` */
function numberIn(request: Request, name: string, most: number): number | null {
  const value = request.query[name];
  if (value === undefined) return null;
  const number = Number(value);
  if (typeof value === 'string' && Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw new InvalidInput(`${name} is ${JSON.stringify(value)}; a whole number from 1 to ${most} is allowed`);
}
