import { type Request, Router } from 'express';
import { InvalidInput } from '../errors.ts';
import { inEvenTime } from '../http/even-time.ts';
import { listField, textField } from '../http/fields.ts';
import type { Limits } from '../http/limits.ts';
import { listNewsletters, type Newsletter } from '../publication/newsletters.ts';
import type { Services } from '../services.ts';
import { type Origin, placeOf } from './consent.ts';
import { form, loadFrame, originOf } from './http-parts.ts';
import * as pages from './pages/pages.ts';
import type { SignUpForm } from './pages/sign-up.ts';
import { subscriberWords } from './pages/words.ts';
import { subscribe } from './subscribe.ts';

const purpose = 'form-time';
const placePurpose = 'form-place';
const validForMs = 24 * 3_600_000;
// Nobody reads and fills in a form faster.
const fastestMs = 1_500;
const limitsOfSignUp = [
  { name: 'sign-up', points: 20, seconds: 3600, by: 'address' },
  { name: 'sign-up-net', points: 60, seconds: 3600, by: 'network' },
] as const;

/** The front page, the form, and the form for other sites. */
export function createSignUpRoutes(services: Services, limits: Limits): Router {
  const router = Router();
  const show = async (request: Request): Promise<string> => {
    const newsletters = await listNewsletters(services.db);
    const chosen = newsletters.filter(({ preselected }) => preselected).map(({ slug }) => slug);
    const empty = { address: '', name: '', chosen, time: signTime(services), from: '', error: null };
    return pages.subscribePage(await loadFrame(services, request), newsletters, empty);
  };
  router.get('/', async (request, response) => void response.send(await show(request)));
  router.get('/subscribe', async (request, response) => void response.send(await show(request)));
  router.get('/embed', async (request, response) => {
    const frame = await loadFrame(services, request);
    response.send(pages.embedPage(frame, services.config.publicUrl, await listNewsletters(services.db)));
  });

  router.post('/subscribe', form, async (request, response) => {
    const frame = await loadFrame(services, request);
    const newsletters = await listNewsletters(services.db);
    const place = placeOfForm(services, request);
    const filled = readForm(services, request, newsletters, place);
    // A field that people do not see is filled in: what did it is told what people are told, in the same time.
    if (textField(request, 'website') !== '') {
      await inEvenTime(() => Promise.resolve());
      return void response.send(pages.sentPage(frame));
    }
    if (!isTimely(services, textField(request, 'time')))
      return void response.send(pages.oneMorePage(frame, newsletters, filled));
    await limits.spend(request, ...limitsOfSignUp);
    const origin = { ...originOf(request, 'form'), formUrl: place };
    const error = await inEvenTime(() => signUp(services, filled, frame.language, origin));
    if (error === null) return void response.send(pages.sentPage(frame));
    response.status(400).send(pages.subscribePage(frame, newsletters, { ...filled, error }));
  });
  return router;
}

/** Signs somebody up, and says what was wrong with the form; null where nothing was. */
async function signUp(
  services: Services,
  { address, name, chosen }: SignUpForm,
  language: string,
  origin: Origin,
): Promise<SignUpForm['error']> {
  try {
    await subscribe(services, { address, name, newsletters: chosen, language, origin });
    return null;
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const words = subscriberWords(language);
    return chosen.length === 0
      ? { field: 'newsletters', message: words.chooseOne }
      : { field: 'address', message: `${words.invalidAddress}: ${error.sayIn(language)}` };
  }
}

/** The page that a form was filled in on at first: a form that is shown once more says it under our signature. */
function placeOfForm({ tokens }: Services, request: Request): string | null {
  const first = tokens.read(placePurpose, textField(request, 'from'));
  return first ?? placeOf(originOf(request, 'form').formUrl ?? '');
}

function readForm(
  services: Services,
  request: Request,
  newsletters: Newsletter[],
  place: string | null,
): SignUpForm {
  const ticked = listField(request, 'newsletter');
  const chosen = newsletters.filter(({ slug }) => ticked.includes(slug)).map(({ slug }) => slug);
  return {
    address: textField(request, 'address').slice(0, 1_000),
    name: textField(request, 'name').slice(0, 200),
    chosen,
    time: signTime(services),
    from: place === null ? '' : services.tokens.sign(placePurpose, place, inADay(new Date())),
    error: null,
  };
}

/** When a form was shown, signed, so that a program cannot make one up. */
function signTime({ tokens }: Services, now: Date = new Date()): string {
  return tokens.sign(purpose, String(now.getTime()), inADay(now));
}

function inADay(now: Date): Date {
  return new Date(now.getTime() + validForMs);
}

/** Whether a form was shown by us, a moment ago or longer, and not yesterday. */
function isTimely({ tokens }: Services, time: string, now: Date = new Date()): boolean {
  const shown = tokens.read(purpose, time, now);
  return shown !== null && now.getTime() - Number(shown) >= fastestMs;
}
