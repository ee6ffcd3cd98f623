import type { Insertable } from 'kysely';
import { Stripe } from 'stripe';
import type { StripeEvents } from '../../db-schema.ts';
import { AppError, messageOf } from '../../errors.ts';
import { inGroups } from '../../in-groups.ts';
import type { Services } from '../../services.ts';
import { insertStripeEvents } from '../queries/stripe-events.ts';
import { dateOf } from './ours.ts';
import { storedObject } from './stored-event.ts';

const toleranceSeconds = 300;

/** A post that Stripe did not sign, or not lately: nothing of it is kept. */
export class NotSigned extends AppError {
  constructor(reason: string) {
    super('not_signed', 400, `it is not signed by Stripe: ${reason}`);
  }
}

/** What became of a post. */
export type Received = 'stored' | 'repeated' | 'refused';

/** Stores an event; once it ends it is committed. Gives whether it was not there yet. */
export type Store = (event: Insertable<StripeEvents>) => Promise<boolean>;

/** Stores what comes at the same time together: one statement and one commit. */
export function createStore({ db }: Services): Store {
  return inGroups(async (events: Array<Insertable<StripeEvents>>) => {
    const fresh = await insertStripeEvents(db, events);
    // Of one that came twice in a group, the first is the one that was not there.
    return events.map(({ id }) => fresh.delete(id));
  });
}

/**
 * Stores what Stripe posted, once by its id; once this ends it is committed. It is worked on later.
 * @throws NotSigned where the signature is wrong or older than 300 s
 */
export async function receiveEvent(
  services: Services,
  { body, signature }: { body: Buffer; signature: string },
  now: Date,
  store: Store = createStore(services),
): Promise<Received> {
  const event = verify(services, body, signature, now);
  const reason = whyRefused(services, event);
  const isNew = await store({
    id: event.id,
    type: event.type,
    livemode: event.livemode,
    apiVersion: event.api_version,
    account: event.account ?? null,
    objectId: storedObject(event).id ?? null,
    payload: storedObject(event),
    createdAt: dateOf(event.created),
    ...(reason !== null && { state: 'refused', reason, handledAt: now }),
  });
  if (reason !== null)
    services.log.warn({ event: event.id, type: event.type, reason }, 'a Stripe event was refused');
  if (!isNew) return 'repeated';
  return reason === null ? 'stored' : 'refused';
}

function verify({ stripe, config }: Services, body: Buffer, signature: string, now: Date): Stripe.Event {
  if (stripe === null || config.stripe === null)
    throw new AppError('no_stripe', 404, 'no Stripe account is configured');
  const { webhookSecret } = config.stripe;
  try {
    const { webhooks } = stripe;
    const event = webhooks.constructEvent(
      body,
      signature,
      webhookSecret,
      toleranceSeconds,
      undefined,
      now.getTime(),
    );
    return requireEvent(event);
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError)
      throw new NotSigned(firstLine(error));
    throw new AppError('not_an_event', 400, `it is no event of Stripe's: ${firstLine(error)}`);
  }
}

function requireEvent(event: Stripe.Event): Stripe.Event {
  const { id, type, created, livemode, data } = event;
  const isEvent =
    typeof id === 'string' &&
    /^\w{1,255}$/.test(id) &&
    typeof type === 'string' &&
    Number.isInteger(created) &&
    typeof livemode === 'boolean' &&
    typeof data?.object === 'object';
  if (isEvent) return event;
  throw new TypeError('it lacks its id, type, time, mode or object');
}

/** Of the other mode, or of an account that only grants us access: signed, and none of our business. */
function whyRefused({ config }: Services, { livemode, account }: Stripe.Event): string | null {
  if (livemode !== config.stripe?.livemode)
    return `it is of ${livemode ? 'live' : 'test'} mode; the key is of ${livemode ? 'test' : 'live'} mode`;
  return account === undefined || account === null
    ? null
    : `it is of another account, ${account.slice(0, 60)}`;
}

function firstLine(error: unknown): string {
  return messageOf(error).split('\n')[0]?.slice(0, 200) ?? '';
}
