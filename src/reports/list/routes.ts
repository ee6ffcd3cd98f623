import { type Request, Router } from 'express';
import { may } from '../../access/desk.ts';
import { listNewsletters } from '../../publication/newsletters.ts';
import type { Services } from '../../services.ts';
import { type EditionQuery, editionsPage } from '../pages/editions.ts';
import { selectEditionPage } from '../queries/editions.ts';
import { sceneOf } from '../scene.ts';

const pageSize = 20;

/** `/desk/editions`: every edition, a page at a time. */
export function createListRoutes(services: Services): Router {
  const { db } = services;
  const router = Router();
  router.get('/desk/editions', may('editions.see'), async (request, response) => {
    const asked = readQuery(request);
    const newsletters = await listNewsletters(db);
    const { words, before } = asked;
    // One that there is not finds nothing.
    const newsletterId =
      asked.newsletter === '' ? null : (newsletters.find(({ slug }) => slug === asked.newsletter)?.id ?? 0);
    const state = asked.state === '' ? null : asked.state;
    const rows = await selectEditionPage(db, { newsletterId, state, words, before }, pageSize + 1);
    const editions = rows.slice(0, pageSize);
    const older = rows.length > pageSize ? (editions.at(-1)?.id ?? null) : null;
    const scene = await sceneOf(services, request, response);
    response.send(editionsPage(scene, { asked, editions, older, newsletters }));
  });
  return router;
}

function readQuery({ query }: Request): EditionQuery {
  const text = (name: string): string => {
    const value = query[name];
    return typeof value === 'string' ? value.trim().slice(0, 100) : '';
  };
  const before = /^[1-9]\d{0,14}$/.test(text('before')) ? Number(text('before')) : null;
  return { newsletter: text('newsletter'), state: text('state'), words: text('words'), before };
}
