import type { Request, Response } from 'express';
import { signedIn } from '../../access/desk.ts';
import { deskFrameOf } from '../../access/desk-frame.ts';
import { can } from '../../access/permissions.ts';
import { listNewsletters } from '../../publication/newsletters.ts';
import { loadPublication } from '../../publication/publication.ts';
import type { Services } from '../../services.ts';
import { listStaff } from '../../staff/staff.ts';
import { readAlerts } from './alerts.ts';
import { todayPage } from './page.ts';
import { type FindMissing, readToday } from './today.ts';
import { deskEditionWords } from './words.ts';

/** Answers with the desk's front page as things are now. */
export async function showToday(
  services: Services,
  findMissing: FindMissing,
  request: Request,
  response: Response,
  problem: string | null,
): Promise<void> {
  const { db } = services;
  const { role } = signedIn(response);
  const now = new Date();
  const publication = await loadPublication(db);
  const frame = deskFrameOf(request, response, publication);
  const today = await readToday(db, findMissing, now);
  const newsletters = await listNewsletters(db);
  const { done } = request.query;
  response.send(
    todayPage(frame, {
      words: deskEditionWords(frame.language),
      clock: { now, language: frame.language, timeZone: publication?.timeZone ?? 'UTC' },
      mayAct: can(role, 'editions.send'),
      mayWrite: can(role, 'editions.write'),
      mayAlert: can(role, 'editions.write') && newsletters.some(({ priority }) => priority === 'alert'),
      people: await listStaff(db),
      today,
      alerts: await readAlerts(services, role, today, now),
      did: typeof done === 'string' && problem === null ? done : '',
      problem,
    }),
  );
}
