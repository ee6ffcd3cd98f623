import { type Request, type Response, Router } from 'express';
import { foldAddress } from '../../address-hash.ts';
import { InvalidInput } from '../../errors.ts';
import { textField } from '../../http/fields.ts';
import type { Limits } from '../../http/limits.ts';
import type { Services } from '../../services.ts';
import { form, loadFrame } from '../../subscribers/http-parts.ts';
import { invalidLinkPage } from '../../subscribers/pages/pages.ts';
import { signedInSubscriber } from '../../subscribers/signed-in.ts';
import type { Contract } from './contracts.ts';
import type { DeclarationKind } from './declaration.ts';
import { declare } from './declare.ts';
import { readMatchToken } from './link.ts';
import { matchDeclaration, requireDeclaration } from './match.ts';
import { type Own, ownContracts } from './own.ts';
import { declarationFormPage, reviewPage } from './pages/form.ts';
import { matchPage, outcomePage, receivedPage, unmatchedPage } from './pages/results.ts';
import { cancelInstead, optionsOf, proveDeclaration } from './prove.ts';
import { carryTyped, readCarried, readTyped, type Typed } from './typed.ts';

const limitsOfDeclaring = [
  { name: 'declare', points: 12, seconds: 3600, by: 'address' },
  { name: 'declare-net', points: 60, seconds: 3600, by: 'network' },
] as const;

/** `/cancel` and `/withdraw`, for anybody, and `/declarations`, behind the link of a receipt. */
export function createDeclarationRoutes(services: Services, limits: Limits): Router {
  const router = Router();
  router.use(createFormRoutes(services, limits, 'cancel'));
  router.use(createFormRoutes(services, limits, 'withdraw'));
  router.use(createLinkRoutes(services, limits));
  return router;
}

function createFormRoutes(services: Services, limits: Limits, kind: DeclarationKind): Router {
  const router = Router();
  const visitor = async (request: Request) => {
    const own = await ownContracts(services, kind, await signedInSubscriber(services, request));
    return { own, frame: await loadFrame(services, request, own?.language ?? null) };
  };
  router.get(`/${kind}`, async (request, response) => {
    const { own, frame } = await visitor(request);
    const { about } = request.query;
    const fields = {
      name: own?.name ?? '',
      address: own?.address ?? '',
      own: typeof about === 'string' ? about : '',
      contract: '',
    };
    const view = { kind, fields, own: own?.contracts ?? [], error: null };
    asPrivate(response).send(declarationFormPage(frame, view));
  });
  router.post(`/${kind}`, form, async (request, response) => {
    const { own, frame } = await visitor(request);
    const fields = {
      name: textField(request, 'name'),
      address: textField(request, 'address'),
      own: textField(request, 'own'),
      contract: textField(request, 'contract'),
    };
    try {
      const typed = readTyped(kind, fields, frame.language);
      const view = { typed, token: carryTyped(services, typed), contract: chosen(own, typed) };
      asPrivate(response).send(reviewPage(frame, view));
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      const view = { kind, fields, own: own?.contracts ?? [], error: error.sayIn(frame.language) };
      asPrivate(response).status(400).send(declarationFormPage(frame, view));
    }
  });
  router.post(`/${kind}/confirm`, form, async (request, response) => {
    await limits.spend(request, ...limitsOfDeclaring);
    const { own, frame } = await visitor(request);
    const typed = readCarried(services, textField(request, 'typed'));
    if (typed === null || typed.kind !== kind) return void response.status(410).send(invalidLinkPage(frame));
    const origin = { ip: request.ip ?? null, userAgent: request.get('user-agent') ?? null };
    const declaration = await declare(services, typed, origin);
    const contract = chosen(own, typed);
    if (own === null || contract === null)
      return void asPrivate(response).send(receivedPage(frame, declaration));
    const actor = { kind: 'subscriber', name: `subscriber:${own.subscriberId}` } as const;
    const match = { declarationId: declaration.id, about: contract.about, contractId: contract.id };
    const matched = await matchDeclaration(services, actor, match);
    return void asPrivate(response).send(outcomePage(frame, matched, null));
  });
  return router;
}

/** Of the signed-in person's own contracts the one that is meant; null for another address, or for a stranger. */
function chosen(own: Own | null, { address, about, own: id }: Typed): Contract | null {
  if (own === null || foldAddress(own.address) !== foldAddress(address)) return null;
  return own.contracts.find((one) => one.about === about && one.id === id) ?? null;
}

function createLinkRoutes(services: Services, limits: Limits): Router {
  const router = Router();
  const refuse = async (request: Request, response: Response): Promise<void> =>
    void response.status(410).send(invalidLinkPage(await loadFrame(services, request)));

  router.get('/declarations/:token', async (request, response) => {
    const { token } = request.params;
    const id = readMatchToken(services, token);
    if (id === null) return refuse(request, response);
    const declaration = await requireDeclaration(services.db, id);
    const frame = await loadFrame(services, request, declaration.language);
    if (declaration.state !== 'received')
      return void asPrivate(response).send(outcomePage(frame, declaration, token));
    if (declaration.provedAt !== null)
      return void asPrivate(response).send(unmatchedPage(frame, declaration));
    const options = await optionsOf(services, declaration);
    return void asPrivate(response).send(matchPage(frame, { declaration, token, options }));
  });
  router.post('/declarations/:token', form, async (request, response) => {
    await limits.spend(request, ...limitsOfDeclaring);
    const token = String(request.params['token']);
    const id = readMatchToken(services, token);
    if (id === null) return refuse(request, response);
    const matched = await proveDeclaration(services, id, textField(request, 'own'));
    const declaration = matched ?? (await requireDeclaration(services.db, id));
    const frame = await loadFrame(services, request, declaration.language);
    return void asPrivate(response).send(
      matched === null ? unmatchedPage(frame, declaration) : outcomePage(frame, declaration, token),
    );
  });
  router.post('/declarations/:token/instead', async (request, response) => {
    await limits.spend(request, ...limitsOfDeclaring);
    const id = readMatchToken(services, request.params.token);
    if (id === null) return refuse(request, response);
    const declaration = await cancelInstead(services, id);
    const frame = await loadFrame(services, request, declaration.language);
    return void asPrivate(response).send(outcomePage(frame, declaration, null));
  });
  return router;
}

function asPrivate(response: Response): Response {
  return response.set('cache-control', 'no-store');
}
