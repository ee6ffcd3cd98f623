import type { Request, Response } from 'express';
import { signedIn } from '../../../access/desk.ts';
import { deskFrameOf } from '../../../access/desk-frame.ts';
import { can } from '../../../access/permissions.ts';
import { listSources } from '../../../articles/sources.ts';
import { listNewsletters, requireNewsletter } from '../../../publication/newsletters.ts';
import { loadPublication } from '../../../publication/publication.ts';
import type { Services } from '../../../services.ts';
import { listStaff } from '../../../staff/staff.ts';
import { listReplaced } from '../../assemble.ts';
import { readPlan } from '../../plans.ts';
import { countAudience } from '../../audience.ts';
import { calendarOf } from '../../rhythm.ts';
import { readRules } from '../../rules.ts';
import { seenOfNewsletter } from '../../set-newsletter.ts';
import { listApprovers } from '../sending/read-asked.ts';
import { type FormValues, valuesOf } from './form.ts';
import { listPage } from './pages/list.ts';
import { newsletterPage } from './pages/newsletter.ts';
import { idIn } from '../../../http/fields.ts';

const editionsAhead = 14;

/** Answers with the list of newsletters. */
export async function showList(
  { db }: Services,
  request: Request,
  response: Response,
  { problem, typed }: { problem: string | null; typed: FormValues },
): Promise<void> {
  const { role } = signedIn(response);
  const publication = await loadPublication(db);
  const all = await listNewsletters(db);
  const newsletters = await Promise.all(
    all.map(async (newsletter) => ({
      newsletter,
      rules: await readRules(db, newsletter.id),
      readers: await countAudience(db, newsletter.id),
    })),
  );
  const frame = deskFrameOf(request, response, publication);
  const { timeZone = 'UTC', language = 'en' } = publication ?? {};
  const mayChange = can(role, 'settings.change');
  response.send(listPage(frame, { newsletters, timeZone, language, mayChange, typed, problem }));
}

/** Answers with the page of one, as it is or, where something was wrong, as it was typed. */
export async function showNewsletter(
  { db }: Services,
  request: Request,
  response: Response,
  { problem, values }: { problem: string | null; values: FormValues | null },
): Promise<void> {
  const { role } = signedIn(response);
  const now = new Date();
  const publication = await loadPublication(db);
  const frame = deskFrameOf(request, response, publication);
  const newsletter = await requireNewsletter(db, idIn(request));
  const rules = await readRules(db, newsletter.id);
  const plan = await readPlan(db, newsletter.id, now);
  const { done } = request.query;
  response.send(
    newsletterPage(frame, {
      newsletter,
      rules,
      values: values ?? valuesOf(newsletter, rules),
      seen: seenOfNewsletter(newsletter, rules),
      clock: { now, language: frame.language, timeZone: publication?.timeZone ?? 'UTC' },
      calendar: plan === null ? [] : calendarOf(plan.rhythm, now, plan.ran, editionsAhead),
      sources: await listSources(db),
      approvers: await listApprovers(db),
      people: await listStaff(db),
      mayChange: can(role, 'settings.change'),
      mayAssemble: can(role, 'editions.send'),
      replaced: await listReplaced(db, newsletter.id),
      did: typeof done === 'string' ? done : '',
      problem,
    }),
  );
}
