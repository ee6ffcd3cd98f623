import type { Actor } from '../../access/actor.ts';
import { demand } from '../../access/demand.ts';
import { hashAddress } from '../../address-hash.ts';
import { findSuppressions } from '../../delivery/suppress.ts';
import { readSendState } from '../../delivery/read-send.ts';
import { showDelivery } from '../../delivery/show-delivery.ts';
import { type Edition, requireEdition } from '../../editions/edition.ts';
import { NotFound } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { parseAddress } from '../../subscribers/address.ts';
import { findSubscriber } from '../../subscribers/find-subscriber.ts';
import { recipientById } from '../../subscribers/recipient.ts';
import { subscriptionAt } from '../../subscribers/subscription-at.ts';
import { countTexts, isToldBy } from '../queries/why.ts';
import type { Answer, Explained } from './answer.ts';
import { answerOf } from './answer-of-delivery.ts';
import { factsOf } from './facts.ts';

type Send = NonNullable<Awaited<ReturnType<typeof readSendState>>>;

/** Whom it is asked about: an address, or one of the edition's people. */
export type Whom = { address: string } | { subscriberId: number };

/**
 * Why somebody got an edition, or did not: for whoever is in the ledger by their row, for all others by what they agreed
 * to and withdrew.
 * @throws NotFound for the edition or the person; InvalidInput for what is no address; Forbidden
 */
export async function explainDelivery(
  services: Services,
  actor: Actor,
  { editionId, whom }: { editionId: number; whom: Whom },
  now: Date = new Date(),
): Promise<Explained> {
  demand(actor, 'subscribers.see');
  const { db } = services;
  const edition = await requireEdition(db, editionId);
  const { address, addressKey, subscriberId } = await personOf(services, editionId, whom);
  const base = { editionId, address, subscriberId, facts: [], history: [] };
  const send = await readSendState(db, editionId);
  if (send === null) return { ...base, answer: { kind: 'not-launched', state: edition.state } };
  const life = await showDelivery(services, editionId, { addressKey, subscriberId }).catch(nullWhereNone);
  if (life === null)
    return { ...base, answer: await answerWithout(services, edition, send, { addressKey, subscriberId }) };
  return {
    ...base,
    address: life.address === '' ? address : life.address,
    subscriberId: life.subscriberId,
    answer: await answerOf(db, send, life, now),
    facts: factsOf(life, await countTexts(db, editionId)),
    history: life.history,
  };
}

function nullWhereNone(error: unknown): null {
  if (error instanceof NotFound) return null;
  throw error;
}

async function personOf(
  services: Services,
  editionId: number,
  whom: Whom,
): Promise<{ address: string; addressKey: string; subscriberId: number | null }> {
  const { db } = services;
  if ('address' in whom) {
    const { address, key } = parseAddress(whom.address);
    return { address, addressKey: key, subscriberId: (await findSubscriber(db, address))?.id ?? null };
  }
  const { subscriberId } = whom;
  const person = await recipientById(db, subscriberId);
  if (person !== null)
    return { address: person.address, addressKey: parseAddress(person.address).key, subscriberId };
  // Erased since: their row is left, and says what became of it.
  const life = await showDelivery(services, editionId, { addressKey: '', subscriberId });
  return { address: life.address, addressKey: '', subscriberId };
}

/** Of somebody who is not in the ledger. */
async function answerWithout(
  { db, config }: Services,
  { newsletterId, correctionId }: Edition,
  { launchedAt, prunedAt }: Send,
  { addressKey, subscriberId }: { addressKey: string; subscriberId: number | null },
): Promise<Answer> {
  if (prunedAt !== null) return { kind: 'pruned', since: prunedAt };
  if (subscriberId === null) {
    const live = await findSuppressions(db, hashAddress(config.suppressionKey, addressKey));
    const erased = live.find(({ reason }) => reason === 'erased');
    return erased === undefined ? { kind: 'unknown-address' } : { kind: 'erased', at: erased.createdAt };
  }
  const then = await subscriptionAt(db, { subscriberId, newsletterId }, launchedAt);
  if (then.state === 'ended') return { kind: 'left-before', at: then.since };
  if (then.state === 'confirmed') {
    const isOther = correctionId !== null && !(await isToldBy(db, correctionId, subscriberId));
    return { kind: isOther ? 'not-corrected' : 'unclear' };
  }
  if (then.confirmedLater !== null) return { kind: 'confirmed-after', at: then.confirmedLater, launchedAt };
  return then.state === 'unconfirmed'
    ? { kind: 'unconfirmed', since: then.since }
    : { kind: 'not-subscribed' };
}
