import { type Request, type Response, Router } from 'express';
import { may, signedIn } from '../../access/desk.ts';
import { deskFrameOf } from '../../access/desk-frame.ts';
import { can } from '../../access/permissions.ts';
import { checkAuthentication, domainOf } from '../../delivery/check-authentication.ts';
import { createResolver, type DnsResolver } from '../../delivery/dns/ask.ts';
import { NotFound } from '../../errors.ts';
import { textField } from '../../http/fields.ts';
import { listNewsletters, requireNewsletter } from '../../publication/newsletters.ts';
import { loadPublication } from '../../publication/publication.ts';
import { listSenders, ownSender, readSender, type Sender, senderFor } from '../../publication/senders.ts';
import type { Services } from '../../services.ts';
import { findMixedScripts } from '../../text/mixed-scripts.ts';
import { form, loadDeskFrame } from '../http-parts.ts';
import { removePage, reviewPage, senderForm } from './change-page.ts';
import { changeSender, seenSender, senderBefore } from './change-sender.ts';
import { type Authentication, senderPage, type SenderView } from './page.ts';
import { createColourRoutes } from './colour-routes.ts';
import { createPostalRoutes } from './postal-routes.ts';
import { removeSender } from './remove-sender.ts';
import { senderWords } from './words.ts';
import { orShow } from '../../http/or-show.ts';
import { say } from '../say.ts';

/** `/desk/sender`: whom mail comes from, whether others believe it, and how owners change it. */
export function createSenderRoutes(services: Services, resolver: DnsResolver = createResolver()): Router {
  const { db } = services;
  const router = Router();
  router.use(createPostalRoutes(services));
  router.use(createColourRoutes(services));
  router.get('/desk/sender', may('settings.see'), async (request, response) => {
    const senders = await listSenders(db);
    const publication = await loadPublication(db);
    const { done } = request.query;
    const { role } = signedIn(response);
    const view: SenderView = {
      senders,
      newsletters: await listNewsletters(db),
      mayChange: can(role, 'sender.change'),
      postalAddress: publication?.postalAddress ?? null,
      accent: publication?.theme.accent ?? null,
      maySet: can(role, 'settings.change'),
      found: request.query['check'] === '1' ? await authenticate(services, resolver, senders) : null,
      done: done === 'sender' || done === 'postal' || done === 'colour' ? done : null,
    };
    response.send(senderPage(deskFrameOf(request, response, publication), view));
  });
  router.get('/desk/sender/:which', may('sender.change'), async (request, response) => {
    const own = await ownSender(db, (await whichIn(services, request)).newsletterId);
    await showForm(services, request, response, { sender: own, seen: seenSender(own), problem: null });
  });
  router.post('/desk/sender/:which/review', may('sender.change'), form, async (request, response) => {
    await orShowForm(services, request, response, async () => {
      const which = await whichIn(services, request);
      const sender = readSender(typedIn(request));
      const before = await senderBefore(db, which.newsletterId);
      const seen = textField(request, 'seen');
      const frame = await loadDeskFrame(services, request, response);
      if (before !== null && seenSender(before) === seenSender(sender)) {
        const { same } = senderWords(frame.language);
        return response.status(400).send(senderForm(frame, { ...which, seen, sender, problem: same }));
      }
      const [found = { domain: '', checks: [] }] = await authenticate(services, resolver, [sender]);
      const odd = findMixedScripts(sender.fromName, frame.language);
      response.send(reviewPage(frame, { ...which, seen, sender, problem: null, before, odd, found }));
    });
  });
  router.post('/desk/sender/:which', may('sender.change'), form, async (request, response) => {
    await orShowForm(services, request, response, async () => {
      const { newsletterId } = await whichIn(services, request);
      const change = { newsletterId, sender: typedIn(request), seen: textField(request, 'seen') };
      await changeSender(services, signedIn(response).actor, change);
      response.redirect(303, '/desk/sender?done=sender');
    });
  });
  router.get('/desk/sender/:which/remove', may('sender.change'), async (request, response) => {
    const { which, newsletter, own } = await ownIn(services, request);
    const after = await senderFor(db, null);
    const frame = await loadDeskFrame(services, request, response);
    response.send(removePage(frame, { which, newsletter, seen: seenSender(own), before: own, after }));
  });
  router.post('/desk/sender/:which/remove', may('sender.change'), form, async (request, response) => {
    const { newsletterId } = await whichIn(services, request);
    if (newsletterId === null) throw new NotFound(say.defaultSender);
    const removal = { newsletterId, seen: textField(request, 'seen') };
    await removeSender(services, signedIn(response).actor, removal);
    response.redirect(303, '/desk/sender?done=sender');
  });
  return router;
}

/** The newsletter of an address, with the sender that is its own. @throws NotFound where it has none */
async function ownIn(services: Services, request: Request) {
  const { which, newsletterId, newsletter } = await whichIn(services, request);
  const own = newsletterId === null ? null : await ownSender(services.db, newsletterId);
  if (own === null || newsletter === null) throw new NotFound(say.noOwnSender);
  return { which, newsletter, own };
}

/** What DNS says of each domain that mail comes from. */
async function authenticate(
  { db, config }: Services,
  resolver: DnsResolver,
  senders: Sender[],
): Promise<Authentication[]> {
  const addresses = new Map(senders.map(({ fromAddress }) => [domainOf(fromAddress), fromAddress]));
  return Promise.all(
    [...addresses].map(async ([domain, address]) => ({
      domain,
      checks: await checkAuthentication(db, config, resolver, address),
    })),
  );
}

/** @throws NotFound where there is no such newsletter */
async function whichIn({ db }: Services, request: Request) {
  const which = String(request.params['which']);
  if (which === 'default') return { which, newsletterId: null, newsletter: null };
  const { id, name } = await requireNewsletter(db, which);
  return { which, newsletterId: id, newsletter: name };
}

function typedIn(request: Request): Sender {
  const replyTo = textField(request, 'replyTo').trim();
  return {
    fromName: textField(request, 'name'),
    fromAddress: textField(request, 'address').trim(),
    replyTo: replyTo === '' ? null : replyTo,
  };
}

/** Does it, or shows the form again with what was wrong, made for what stands there now. */
async function orShowForm(
  services: Services,
  request: Request,
  response: Response,
  act: () => Promise<unknown>,
): Promise<void> {
  await orShow(response, signedIn(response).language, act, async (problem) => {
    const { newsletterId } = await whichIn(services, request);
    const seen = seenSender(await ownSender(services.db, newsletterId));
    await showForm(services, request, response, { sender: typedIn(request), seen, problem });
  });
}

async function showForm(
  services: Services,
  request: Request,
  response: Response,
  { sender, seen, problem }: { sender: Sender | null; seen: string; problem: string | null },
): Promise<void> {
  const empty = { fromName: '', fromAddress: '', replyTo: null };
  const { which, newsletter } = await whichIn(services, request);
  const frame = await loadDeskFrame(services, request, response);
  response.send(senderForm(frame, { which, newsletter, seen, sender: sender ?? empty, problem }));
}
