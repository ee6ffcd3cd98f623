import { randomUUID } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import { may, signedIn } from '../../../access/desk.ts';
import { deskFrameOf } from '../../../access/desk-frame.ts';
import { can } from '../../../access/permissions.ts';
import { findArticle } from '../../../articles/find-article.ts';
import { listArticles } from '../../../articles/list-articles.ts';
import { textField } from '../../../http/fields.ts';
import { listNewsletters } from '../../../publication/newsletters.ts';
import { loadPublication } from '../../../publication/publication.ts';
import type { Services } from '../../../services.ts';
import { form } from '../../../staff/http-parts.ts';
import { listStaff } from '../../../staff/staff.ts';
import { makeAlert } from '../../alert.ts';
import type { Edition } from '../../edition.ts';
import { countAudience } from '../../audience.ts';
import { selectAlerts } from '../../queries/editions.ts';
import { leavingPath } from '../sending/routes.ts';
import { type AlertView, alertPage } from './page.ts';
import { orShow } from '../../../http/or-show.ts';

const storiesShown = 8;
const latelyMs = 24 * 3_600_000;

/** `/desk/alert`: writes a breaking alert; what it leads to shows the mail, says to how many it goes, and sends it. */
export function createAlertRoutes(services: Services): Router {
  const router = Router();
  router.get('/desk/alert', may('editions.write'), async (request, response) => {
    await showAlert(services, request, response, await valuesFrom(services, request), null);
  });
  router.post('/desk/alert', may('editions.write'), form, async (request, response) => {
    const field = (name: string): string => textField(request, name).trim();
    const [newsletter, headline, text] = [field('newsletter'), field('headline'), field('text')];
    const [url, picture, once] = [field('url'), field('picture'), field('once')];
    const { role, actor, language } = signedIn(response);
    const make = async (): Promise<void> => {
      const alert = { headline, text, url, once, picture: picture === '' ? null : picture };
      const made = await makeAlert(services, actor, { ...alert, newsletterId: Number(newsletter) });
      response.redirect(303, nextPage(made, can(role, 'editions.send')));
    };
    const values = { newsletter, headline, text, url, picture, once };
    await orShow(response, language, make, (problem) =>
      showAlert(services, request, response, values, problem),
    );
  });
  return router;
}

/** To who may send it, in front of the button; to others, the mail. */
function nextPage({ id, state }: Edition, maySend: boolean): string {
  if (!maySend) return `/desk/editions/${id}`;
  if (state === 'scheduled') return leavingPath(id);
  return state === 'draft' ? `/desk/editions/${id}/approve` : `/desk/editions/${id}`;
}

/** Of a story of the pool its headline, text, link and picture; else empty. */
async function valuesFrom({ db }: Services, request: Request): Promise<AlertView['values']> {
  const { article, newsletter } = request.query;
  const story =
    typeof article === 'string' && /^\d{1,15}$/.test(article) ? await findArticle(db, article) : null;
  return {
    newsletter: typeof newsletter === 'string' ? newsletter : '',
    headline: story?.title.slice(0, 120) ?? '',
    text: story?.standfirst.slice(0, 400) ?? '',
    url: story?.url ?? '',
    picture: story?.image?.url ?? '',
    once: randomUUID(),
  };
}

async function showAlert(
  { db }: Services,
  request: Request,
  response: Response,
  values: AlertView['values'],
  problem: string | null,
): Promise<void> {
  const publication = await loadPublication(db);
  const alerts = (await listNewsletters(db)).filter(({ priority }) => priority === 'alert');
  const newsletters = await Promise.all(
    alerts.map(async (newsletter) => ({ newsletter, readers: await countAudience(db, newsletter.id) })),
  );
  response.send(
    alertPage(deskFrameOf(request, response, publication), {
      newsletters,
      values,
      stories: await listArticles(db, { limit: storiesShown }),
      lately: await selectAlerts(db, new Date(Date.now() - latelyMs)),
      people: await listStaff(db),
      timeZone: publication?.timeZone ?? 'UTC',
      maySetUp: can(signedIn(response).role, 'settings.see'),
      problem,
    }),
  );
}
