import type { Db } from '../../db.ts';
import type { Services } from '../../services.ts';
import { ensureSubscriber } from '../../subscribers/ensure-subscriber.ts';
import { membershipChanged } from '../changed.ts';
import { takeBack } from '../checkouts/take-back.ts';
import { type Membership, toMembership } from '../membership.ts';
import {
  attachAgreement,
  lockBuyer,
  selectCheckoutOfMembership,
  selectLiveStripe,
  updateCheckout,
} from '../queries/checkouts.ts';
import { attachPayments, lockMembership } from '../queries/claims.ts';
import { selectMembership, updateMembership } from '../queries/memberships.ts';

const purpose = 'claim';
const validForMs = 365 * 24 * 3_600_000;

/** What the link of the mail names its membership by. */
export function claimToken({ tokens }: Services, membershipId: number, now: Date = new Date()): string {
  return tokens.sign(purpose, String(membershipId), new Date(now.getTime() + validForMs));
}

/** The membership that a link is for, or null; changes nothing, since mail scanners open links. */
export async function readClaim(
  services: Services,
  token: string,
  now: Date = new Date(),
): Promise<Membership | null> {
  const id = services.tokens.read(purpose, token, now);
  const row = id === null ? undefined : await selectMembership(services.db, Number(id));
  return row === undefined || row.claimAddress === null ? null : toMembership(row);
}

export type Claimed =
  | { outcome: 'claimed' | 'again'; membership: Membership }
  /** Its owner had one already; this one is cancelled and refunded. */
  | { outcome: 'second'; membership: Membership }
  | { outcome: 'invalid' };

/**
 * Gives a membership to who reads the address that was typed at its Checkout, once. It signs nobody in, changes nothing
 * of who is known already, and subscribes to nothing.
 */
export async function claimMembership(
  services: Services,
  token: string,
  now: Date = new Date(),
): Promise<Claimed> {
  const id = services.tokens.read(purpose, token, now);
  if (id === null) return { outcome: 'invalid' };
  const { claimed, checkoutId } = await services.db
    .transaction()
    .execute((trx) => claim(trx, services, Number(id), now));
  await services.jobs.hint('send-service-mails', [{}]);
  if (checkoutId !== null)
    await takeBack(services, checkoutId, now).catch((error: unknown) =>
      // It stands in the table; the sweep goes on with it.
      services.log.error({ err: error, checkout: checkoutId }, 'a second membership is not taken back yet'),
    );
  return claimed;
}

async function claim(
  trx: Db,
  services: Services,
  id: number,
  now: Date,
): Promise<{ claimed: Claimed; checkoutId: number | null }> {
  const row = await lockMembership(trx, id);
  if (row === undefined || row.claimAddress === null)
    return { claimed: { outcome: 'invalid' }, checkoutId: null };
  const membership = toMembership(row);
  const checkout = await selectCheckoutOfMembership(trx, id);
  if (row.claimedAt !== null) {
    const outcome = checkout?.takeBack ? 'second' : 'again';
    return { claimed: { outcome, membership }, checkoutId: null };
  }
  const subscriberId = await ensureSubscriber(trx, services, row.claimAddress, checkout?.language ?? 'en');
  await lockBuyer(trx, `subscriber:${subscriberId}`);
  const isSecond = row.state !== 'ended' && (await selectLiveStripe(trx, subscriberId)).length > 0;
  if (isSecond && checkout !== undefined) {
    await updateMembership(trx, id, { claimedAt: now, cancelReason: 'second' });
    await updateCheckout(trx, checkout.id, { takeBack: 'due' });
    return { claimed: { outcome: 'second', membership }, checkoutId: checkout.id };
  }
  const after = toMembership(await updateMembership(trx, id, { subscriberId, claimedAt: now }));
  await attachPayments(trx, id, subscriberId);
  if (checkout !== undefined) await attachAgreement(trx, checkout.id, id, subscriberId);
  await membershipChanged(trx, { before: membership, after }, now);
  return { claimed: { outcome: 'claimed', membership: after }, checkoutId: null };
}
