import { type Request, type Response, Router } from 'express';
import { may, signedIn } from '../../../access/desk.ts';
import { Conflict } from '../../../errors.ts';
import { idIn, textField } from '../../../http/fields.ts';
import { addNewsletter, requireNewsletter, type SendPriority } from '../../../publication/newsletters.ts';
import type { Services } from '../../../services.ts';
import { form } from '../../../staff/http-parts.ts';
import { assemble, listReplaced } from '../../assemble.ts';
import type { Holiday } from '../../holidays.ts';
import { readRules } from '../../rules.ts';
import { addHoliday, removeHoliday, setWholeNewsletter } from '../../set-newsletter.ts';
import { type FormValues, postedValues, readForm, valuesOf } from './form.ts';
import { showList, showNewsletter } from './show.ts';
import { newsletterWords } from './words.ts';
import { orShow } from '../../../http/or-show.ts';
import { hear, say } from '../../say.ts';

/** `/desk/newsletters`: what one can subscribe to, and in which rhythm each makes itself. */
export function createNewsletterRoutes(services: Services): Router {
  const { db } = services;
  const router = Router();
  router.get('/desk/newsletters', may('settings.see'), async (request, response) => {
    await showList(services, request, response, { problem: null, typed: {} });
  });
  router.post('/desk/newsletters', may('settings.change'), form, async (request, response) => {
    const typed: FormValues = Object.fromEntries(
      ['name', 'slug', 'language', 'timeZone', 'priority'].map((name) => [
        name,
        textField(request, name).trim(),
      ]),
    );
    const { actor, language } = signedIn(response);
    const add = async (): Promise<void> => {
      const { name = '', slug = '', priority, ...rest } = typed as Record<string, string>;
      const values = { ...rest, name, slug, priority: priority as SendPriority };
      const { id } = await addNewsletter(db, actor, values);
      response.redirect(303, `/desk/newsletters/${id}?done=added`);
    };
    await orShow(response, language, add, (problem) =>
      showList(services, request, response, { problem, typed }),
    );
  });
  router.get('/desk/newsletters/:id', may('settings.see'), async (request, response) => {
    await showNewsletter(services, request, response, { problem: null, values: null });
  });
  router.post('/desk/newsletters/:id', may('settings.change'), form, async (request, response) => {
    await save(services, request, response);
  });
  router.post('/desk/newsletters/:id/holidays', may('settings.change'), form, async (request, response) => {
    const holiday = holidayIn(request, textField(request, 'holiday'));
    await changeHolidays(services, request, response, 'holiday-added', () =>
      addHoliday(db, signedIn(response).actor, idIn(request), holiday),
    );
  });
  router.post(
    '/desk/newsletters/:id/holidays/remove',
    may('settings.change'),
    form,
    async (request, response) => {
      const holiday = holidayIn(request, textField(request, 'name'));
      await changeHolidays(services, request, response, 'holiday-removed', () =>
        removeHoliday(db, signedIn(response).actor, idIn(request), holiday),
      );
    },
  );
  router.post('/desk/newsletters/:id/assemble', may('editions.send'), form, async (request, response) => {
    const { id } = await requireNewsletter(db, idIn(request));
    const { actor, language } = signedIn(response);
    // It takes the place of what somebody may have worked on: asked first, and again where that is another by now.
    const replaced = (await listReplaced(db, id)).join(', ');
    if (replaced !== '' && textField(request, 'replaces') !== replaced) {
      const problem = newsletterWords(language).assemble.ask(replaced);
      response.status(409);
      await showNewsletter(services, request, response, { problem, values: null });
      return;
    }
    const made = await assemble(services, { newsletterId: id, cause: 'person', actor });
    if (made?.editionId == null) {
      const reason = made?.reason ?? '';
      throw new Conflict(say.noneMade(hear(reason) ?? reason));
    }
    response.redirect(303, `/desk/editions/${made.editionId}`);
  });
  return router;
}

async function save(services: Services, request: Request, response: Response): Promise<void> {
  const { db } = services;
  const { actor, language } = signedIn(response);
  const newsletter = await requireNewsletter(db, idIn(request));
  const rules = await readRules(db, newsletter.id);
  const words = newsletterWords(language);
  const change = async (): Promise<void> => {
    const changes = readForm(request, rules, words);
    await setWholeNewsletter(db, actor, newsletter.id, { ...changes, seen: textField(request, 'seen') });
    response.redirect(303, `/desk/newsletters/${newsletter.id}?done=saved`);
  };
  await orShow(response, language, change, (problem, error) => {
    const isStale = error instanceof Conflict;
    // What somebody else has changed is shown as it is now, not as an old page had it.
    const values = isStale ? null : postedValues(request, valuesOf(newsletter, rules));
    return showNewsletter(services, request, response, { problem: isStale ? words.stale : problem, values });
  });
}

async function changeHolidays(
  services: Services,
  request: Request,
  response: Response,
  done: string,
  act: () => Promise<void>,
): Promise<void> {
  const { id } = await requireNewsletter(services.db, idIn(request));
  const change = async (): Promise<void> => {
    await act();
    response.redirect(303, `/desk/newsletters/${id}?done=${done}#holidays`);
  };
  await orShow(response, signedIn(response).language, change, (problem) =>
    showNewsletter(services, request, response, { problem, values: null }),
  );
}

/** One day, where no last one is given. */
function holidayIn(request: Request, name: string): Holiday {
  const from = textField(request, 'from');
  const to = textField(request, 'to') || from;
  return { name: name.trim(), from, to, yearly: textField(request, 'yearly') === 'on' };
}
