import { type Request, type Response, Router } from 'express';
import { InvalidInput } from '../../errors.ts';
import { textField } from '../../http/fields.ts';
import type { Limits } from '../../http/limits.ts';
import type { Services } from '../../services.ts';
import { form, loadFrame } from '../../subscribers/http-parts.ts';
import { readPreferences } from '../../subscribers/preferences.ts';
import { signedInSubscriber } from '../../subscribers/signed-in.ts';
import type { PageFrame } from '../../views/layout.ts';
import { startFix } from '../dunning/fix-payment.ts';
import { notPayablePage } from '../dunning/pages/fix-payment.ts';
import type { Membership } from '../membership.ts';
import { selectOpenDunning } from '../queries/dunnings.ts';
import { cancelMembership, type OwnAct, undoCancellation } from './cancel.ts';
import { changeMembership, changeToken, readChangeToken } from './change.ts';
import { answerFaults } from './faults.ts';
import { showOwed } from './owed-on-cancelling.ts';
import { NotNow, requireOwn } from './own.ts';
import { cancelPage } from './pages/cancel.ts';
import type { Did } from './pages/words/manage-words.ts';
import { changePage, changeReviewPage, notChangedPage } from './pages/change.ts';
import { pauseMembership, resumeMembership } from './pause.ts';
import { openPortal } from './portal.ts';
import { previewChange } from './preview.ts';
import { readChange, tiersFor } from './read-change.ts';

const limitsOfManaging = [
  { name: 'manage', points: 60, seconds: 3600, by: 'address' },
  { name: 'manage-net', points: 300, seconds: 3600, by: 'network' },
] as const;

const at = '/account/membership/:id';

/** Whose request it is, and about which membership of theirs. */
interface Visit {
  subscriberId: number;
  membershipId: number;
  frame: PageFrame;
}

/** `/account/membership`: what somebody who is signed in does with a membership of their own. */
export function createManageRoutes(services: Services, limits: Limits): Router {
  const router = Router();
  router.use(createActRoutes(services, limits));
  router.use(createChangeRoutes(services, limits));
  router.use(answerFaults(services));
  return router;
}

/** Null where nobody is signed in; they are led to where one does. */
async function visit(services: Services, request: Request, response: Response): Promise<Visit | null> {
  const subscriberId = await signedInSubscriber(services, request);
  const person = subscriberId === null ? null : await readPreferences(services, subscriberId);
  response.set('cache-control', 'no-store');
  if (subscriberId === null || person === null) {
    response.redirect(303, '/account');
    return null;
  }
  const id = String(request.params['id']);
  const membershipId = /^\d{1,15}$/.test(id) ? Number(id) : -1;
  return { subscriberId, membershipId, frame: await loadFrame(services, request, person.language) };
}

function createActRoutes(services: Services, limits: Limits): Router {
  const router = Router();
  const act = (name: string, run: (own: OwnAct, request: Request) => Promise<Did>): void => {
    router.post(`${at}/${name}`, form, async (request, response) => {
      await limits.spend(request, ...limitsOfManaging);
      const visitor = await visit(services, request, response);
      if (visitor === null) return;
      const { subscriberId, membershipId } = visitor;
      const did = await run({ subscriberId, membershipId, once: onceOf(request) }, request);
      response.redirect(303, `/account?did=${did}#membership`);
    });
  };
  act('pause', async (own, request) => {
    await pauseMembership(services, { ...own, months: Number(textField(request, 'months')) });
    return 'paused';
  });
  act('resume', async (own) => {
    await resumeMembership(services, own);
    return 'resumed';
  });
  act('undo', async (own) => {
    await undoCancellation(services, own);
    return 'undone';
  });
  act('cancel', (own, request) => {
    const when = textField(request, 'when') === 'now' ? 'now' : 'at-end';
    const reason = [textField(request, 'why'), textField(request, 'said')].filter((part) => part !== '');
    return cancelMembership(services, { ...own, when, reason: reason.join(': ') });
  });
  router.get(`${at}/cancel`, async (request, response) => {
    const visitor = await visit(services, request, response);
    if (visitor === null) return;
    const states = ['active', 'past-due', 'paused'] as const;
    const { subscriberId, membershipId, frame } = visitor;
    const membership = await requireOwn(services.db, subscriberId, membershipId, [...states]);
    const tiers = await tiersFor(services.db, membership);
    const owed = await showOwed(services, membership, new Date());
    response.send(cancelPage(frame, membership, { tiers, owed }));
  });
  router.post(`${at}/card`, form, async (request, response) => {
    await limits.spend(request, ...limitsOfManaging);
    const visitor = await visit(services, request, response);
    if (visitor === null) return;
    const { frame, ...own } = visitor;
    response.redirect(303, await openPortal(services, { ...own, language: frame.language }));
  });
  router.post(`${at}/fix`, form, async (request, response) => {
    await limits.spend(request, ...limitsOfManaging);
    const visitor = await visit(services, request, response);
    if (visitor === null) return;
    const { frame, subscriberId, membershipId } = visitor;
    await requireOwn(services.db, subscriberId, membershipId, ['active', 'past-due']);
    const owed = await selectOpenDunning(services.db, membershipId);
    const url = owed === undefined ? null : await startFix(services, owed);
    if (url === null) return void response.status(410).send(notPayablePage(frame, 'over'));
    response.redirect(303, url);
  });
  return router;
}

/** A form of ours carries it; one without it is an act of its own each time. */
function onceOf(request: Request): string {
  const given = textField(request, 'once');
  return /^[\w-]{16,64}$/.test(given) ? given : crypto.randomUUID();
}

function createChangeRoutes(services: Services, limits: Limits): Router {
  const router = Router();
  router.get(`${at}/change`, async (request, response) => {
    const visitor = await visit(services, request, response);
    if (visitor === null) return;
    const { membership, tiers } = await changeable(services, visitor);
    const { tier: asked } = request.query;
    const own = tiers.find(({ id }) => id === membership.tierId)?.slug;
    const tier = tiers.find(({ slug }) => slug === asked)?.slug ?? own ?? '';
    const fields = { tier, interval: membership.interval ?? 'month', amount: '' };
    response.send(changePage(visitor.frame, { membership, tiers, fields, error: null }));
  });
  router.post(`${at}/preview`, form, async (request, response) => {
    await limits.spend(request, ...limitsOfManaging);
    const visitor = await visit(services, request, response);
    if (visitor === null) return;
    const { frame, membershipId } = visitor;
    const { membership, tiers } = await changeable(services, visitor);
    const fields = {
      tier: textField(request, 'tier'),
      interval: textField(request, 'interval'),
      amount: textField(request, 'amount'),
    };
    try {
      const now = new Date();
      const change = readChange(membership, tiers, fields, frame.language);
      const difference = await previewChange(services, membership, change, now);
      const { prorationDate } = difference;
      const token = changeToken(services, membershipId, { ...change, prorationDate }, now);
      const tier = tiers.find(({ id }) => id === change.tierId)?.name ?? '';
      response.send(changeReviewPage(frame, { membership, tier, change, difference, token }));
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      response
        .status(400)
        .send(changePage(frame, { membership, tiers, fields, error: error.sayIn(frame.language) }));
    }
  });
  router.post(`${at}/change`, form, async (request, response) => {
    await limits.spend(request, ...limitsOfManaging);
    const visitor = await visit(services, request, response);
    if (visitor === null) return;
    const { frame, subscriberId, membershipId } = visitor;
    const { membership } = await changeable(services, visitor);
    const shown = readChangeToken(services, membershipId, textField(request, 'change'));
    if (shown === null) return void response.status(410).send(notChangedPage(frame, membership, 'old'));
    const origin = { ip: request.ip ?? null, userAgent: request.get('user-agent') ?? null };
    const change = { subscriberId, shown, language: frame.language, ...origin };
    const result = await changeMembership(services, change);
    if (result.outcome === 'declined')
      return void response.status(402).send(notChangedPage(frame, membership, 'declined'));
    const to = result.outcome === 'confirm' ? result.url : '/account?did=changed#membership';
    return void response.redirect(303, to);
  });
  return router;
}

async function changeable(services: Services, { subscriberId, membershipId }: Visit) {
  const membership: Membership = await requireOwn(services.db, subscriberId, membershipId, ['active']);
  if (membership.cancelAt !== null)
    throw new NotNow(
      'cancelled',
      'your membership is cancelled; take the cancellation back before you change it',
    );
  return { membership, tiers: await tiersFor(services.db, membership) };
}
