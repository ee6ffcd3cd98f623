import type { Actor } from '../../access/actor.ts';
import { Conflict, NotFound } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { addSubscriber } from '../../subscribers/add-subscriber.ts';
import { findSubscriber } from '../../subscribers/find-subscriber.ts';
import { say } from '../say.ts';

export interface Person {
  actor: Actor;
  address: string;
  name?: string;
  /** How we know of the membership. */
  attestation: string;
}

/**
 * The subscriber of an address. One that is none yet becomes one, without any newsletter: a membership is no consent to
 * mail.
 * @throws InvalidInput for a wrong address; Conflict where the person has said no to everything, or was erased
 */
export async function requirePerson(services: Services, person: Person, now: Date): Promise<number> {
  const { actor, address, name = '', attestation } = person;
  const known = await findSubscriber(services.db, address);
  if (known !== null) return known.id;
  const addition = { actor, address, name, newsletterIds: [], attestation, source: 'import' as const };
  if ((await addSubscriber(services, addition, now)) === 'refused')
    throw new Conflict(say.mayNotBeAdded(address));
  const added = await findSubscriber(services.db, address);
  if (added === null) throw new NotFound(say.erasedMeanwhile(address));
  return added.id;
}
