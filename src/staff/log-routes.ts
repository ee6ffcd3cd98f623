import { type Request, Router } from 'express';
import { may, signedIn } from '../access/desk.ts';
import { deskFrameOf } from '../access/desk-frame.ts';
import { listAuditActions, searchAudit, wordsOf } from '../access/search-audit.ts';
import { loadPublication } from '../publication/publication.ts';
import type { Services } from '../services.ts';
import { logPage, type LogQuery } from './pages/log.ts';
import { listStaff } from './staff.ts';

/** `/desk/log`: who did what, searched by who, what, which, when, and the words that were written. */
export function createLogRoutes({ db }: Services): Router {
  const router = Router();
  router.get('/desk/log', may('audit.see'), async (request, response) => {
    const publication = await loadPublication(db);
    const timeZone = publication?.timeZone ?? 'UTC';
    const asked = readQuery(request);
    const { before, who, what, target, words } = asked;
    const filter = {
      who: who || null,
      action: what || null,
      subject: target || null,
      words: wordsOf(words),
      from: startOf(asked.from, timeZone, 0),
      until: startOf(asked.to, timeZone, 1),
      before,
    };
    const found = await searchAudit(db, signedIn(response).actor, filter);
    const people = await listStaff(db);
    const actions = await listAuditActions(db);
    const view = { asked, ...found, people, actions, timeZone };
    response.send(logPage(deskFrameOf(request, response, publication), view));
  });
  return router;
}

function readQuery({ query }: Request): LogQuery {
  const text = (name: string): string => {
    const value = query[name];
    return typeof value === 'string' ? value.trim().slice(0, 100) : '';
  };
  const before = /^[1-9]\d{0,14}$/.test(text('before')) ? Number(text('before')) : null;
  return {
    who: text('who'),
    what: text('what'),
    target: text('target'),
    words: text('words'),
    from: text('from'),
    to: text('to'),
    before,
  };
}

/** When a day such as 2026-11-28 begins where the newsroom is, so many days later; null for what is no day. */
function startOf(day: string, timeZone: string, daysLater: number): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  try {
    const start = Temporal.PlainDate.from(day).add({ days: daysLater }).toZonedDateTime(timeZone);
    return new Date(start.epochMilliseconds);
  } catch {
    return null;
  }
}
