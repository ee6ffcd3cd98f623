import type { Db } from '../../db.ts';
import { AppError, messageOf } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { membershipChanged } from '../changed.ts';
import { noteGiftRefunded } from '../gifts/note-refunded.ts';
import { endSubscription } from '../manage/end-subscription.ts';
import { type Membership, requireMembership, toMembership } from '../membership.ts';
import {
  claimDeclaration,
  lockDeclaration,
  selectDeclaration,
  updateDeclaration,
} from '../queries/declarations.ts';
import { selectGift } from '../queries/gifts.ts';
import { lockMembership, updateMembership } from '../queries/memberships.ts';
import { type Declaration, toDeclaration } from './declaration.ts';
import { queueOutcome } from './outcome-mail.ts';
import { countRefunds } from './count-refunds.ts';
import { payBack } from './pay-back.ts';
import { declarationsDue, inHandSince } from './due.ts';
import { takeCredit } from './take-credit.ts';

const atOnce = 20;

/**
 * Carries out a declaration that is matched: ends the membership, pays back, and tells of it. Each step may be done
 * twice; who dies in between leaves it to the sweep.
 */
export async function finishDeclaration(
  services: Services,
  id: number,
  now: Date = new Date(),
): Promise<void> {
  if (!(await claimDeclaration(services.db, id, now, inHandSince(now)))) return;
  const row = await selectDeclaration(services.db, id);
  if (row === undefined) return;
  const declaration = toDeclaration(row);
  try {
    const counted = await countRefunds(services, declaration, now);
    if (counted.countedAt === null && counted.about === 'membership')
      return await waitForDebit(services, counted, now);
    const byHand = await carryOut(services, counted, now);
    await services.db.transaction().execute((trx) => close(trx, id, byHand, now));
    await services.jobs.hint('send-service-mails', [{}]);
  } catch (error) {
    services.log.warn({ err: error, declarationId: id }, 'a declaration could not be carried out yet');
    await updateDeclaration(services.db, id, { reason: messageOf(error).slice(0, 300) });
  }
}

/** Takes up the declarations that were matched and not carried out. */
export async function finishDeclarations(services: Services, now: Date = new Date()): Promise<void> {
  const ids = await declarationsDue(services, now, atOnce);
  for (const id of ids) await finishDeclaration(services, id, now);
}

/**
 * Ends the membership and leaves the rest to the sweep. One that rests goes on resting: nothing is charged meanwhile, and
 * since when it rests is to be counted.
 */
async function waitForDebit(services: Services, declaration: Declaration, now: Date): Promise<void> {
  const { id, membershipId } = declaration;
  const membership = membershipId === null ? null : await requireMembership(services.db, membershipId);
  if (membership?.state !== 'paused') await endMembership(services, declaration, membership, now);
  const reason = 'a bank debit is on its way: what is paid back is counted once it has arrived or failed';
  await updateDeclaration(services.db, id, { reason });
}

/** What is done at Stripe; gives whether something is to be paid back by hand. */
async function carryOut(services: Services, declaration: Declaration, now: Date): Promise<boolean> {
  const { id, membershipId } = declaration;
  if (declaration.credit > 0 && !(await takeCredit(services, declaration))) {
    // Nothing has been paid yet: the credit is taken first.
    await updateDeclaration(services.db, id, { countedAt: null, refunds: [], credit: 0 });
    throw new AppError('credit_used', 409, 'the credit was used up meanwhile: it is counted anew');
  }
  const membership = membershipId === null ? null : await requireMembership(services.db, membershipId);
  await endMembership(services, declaration, membership, now);
  return payBack(services, declaration, now);
}

async function endMembership(
  services: Services,
  { id, kind, endsAt }: Declaration,
  membership: Membership | null,
  now: Date,
): Promise<void> {
  if (membership?.rail === 'stripe' && membership.state !== 'ended') {
    const isOver = kind === 'withdraw' || (endsAt ?? now) <= now;
    const end = {
      key: `declaration:${id}`,
      reason: membership.cancelReason ?? `declared: ${kind}`,
      atOnce: isOver,
    };
    await endSubscription(services, membership, end, now);
  }
}

async function close(trx: Db, id: number, byHand: boolean, now: Date): Promise<void> {
  const row = await lockDeclaration(trx, id);
  if (row?.state !== 'matched') return;
  const declaration = toDeclaration(row);
  // It may have been claimed since then.
  const gift = declaration.giftId === null ? undefined : await selectGift(trx, declaration.giftId);
  if (gift !== undefined) await noteGiftRefunded(trx, gift.checkoutId, now);
  else if (declaration.membershipId !== null) await endRight(trx, declaration, declaration.membershipId, now);
  await updateDeclaration(trx, id, { state: 'done', doneAt: now, refundByHand: byHand, reason: null });
  await queueOutcome(trx, declaration, now);
}

/** On Stripe's rail the synchronisation has written it; every other one is written here. */
async function endRight(trx: Db, declaration: Declaration, membershipId: number, now: Date): Promise<void> {
  const row = await lockMembership(trx, membershipId);
  if (row === undefined || row.rail === 'stripe' || row.state === 'ended') return;
  const before: Membership = toMembership(row);
  const endsAt = declaration.endsAt ?? now;
  const isOver = endsAt <= now;
  const ended = isOver ? { state: 'ended', endedAt: now, until: endOf(before, now) } : {};
  const values = {
    cancelledAt: now,
    cancelAt: endsAt,
    cancelReason: `declared: ${declaration.kind}`,
    ...ended,
  };
  const after = toMembership(await updateMembership(trx, membershipId, values));
  await membershipChanged(trx, { before, after }, now);
}

/** A right that never began has no end. */
function endOf({ since, until }: Membership, now: Date): Date | null {
  if (since === null) return null;
  return until !== null && until < now ? until : now;
}
