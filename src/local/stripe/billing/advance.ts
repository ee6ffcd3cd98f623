import type { Due, DueKind } from '../core/due.ts';
import { emit, idOf, type World } from '../core/world.ts';
import { endSubscription } from './end.ts';
import { paymentOf, voidInvoice } from './invoice.ts';
import { dropPendingUpdate } from './pending-update.ts';
import { announceRenewal, chargeDraft, endPeriod, tryAgain } from './renew.ts';
import { settleDebit } from './settle-debit.ts';
import { expireIncomplete } from './subscribe.ts';

/** What happens when its time has come. */
const happenings: Record<DueKind, (world: World, id: string) => void> = {
  'announce-renewal': withSubscription(announceRenewal),
  'end-period': withSubscription(endPeriod),
  'cancel-subscription': withSubscription((world, subscription) => {
    const isOver = subscription.ended_at !== null || subscription.cancel_at !== world.now();
    if (!isOver) endSubscription(world, subscription, 'cancellation_requested');
  }),
  'charge-draft': (world, id) => {
    const invoice = world.tables.invoices.get(id);
    if (invoice !== null) chargeDraft(world, invoice);
  },
  'try-again': (world, id) => {
    const invoice = world.tables.invoices.get(id);
    if (invoice !== null) tryAgain(world, invoice);
  },
  'settle-debit': (world, id) => {
    const intent = world.tables.paymentIntents.get(id);
    if (intent !== null) settleDebit(world, intent);
  },
  'expire-session': (world, id) => {
    const session = world.tables.sessions.get(id);
    if (session?.status !== 'open') return;
    session.status = 'expired';
    session.url = null;
    emit(world, 'checkout.session.expired', session);
  },
  'expire-incomplete': withSubscription((world, subscription) => {
    const first = world.tables.invoices.get(idOf(subscription.latest_invoice) ?? '');
    if (first !== null && paymentOf(world, first)?.status === 'processing') return;
    if (subscription.status === 'incomplete' && first !== null) voidInvoice(world, first);
    expireIncomplete(world, subscription);
  }),
  'expire-pending-update': withSubscription((world, subscription) => {
    if (subscription.pending_update?.expires_at !== world.now()) return;
    const invoice = world.tables.invoices.get(idOf(subscription.latest_invoice) ?? '');
    dropPendingUpdate(world, subscription);
    if (invoice !== null) voidInvoice(world, invoice);
  }),
};

type Subscription = NonNullable<ReturnType<World['tables']['subscriptions']['get']>>;

function withSubscription(
  happen: (world: World, subscription: Subscription) => void,
): (world: World, id: string) => void {
  return (world, id) => {
    const subscription = world.tables.subscriptions.get(id);
    if (subscription !== null) happen(world, subscription);
  };
}

/** Lets happen all that is due by a time, each at its own; `setClock` turns the clock. */
export function letHappen(world: World, until: number, setClock: (time: number) => void): number {
  let count = 0;
  for (let due: Due | null = world.due.takeUntil(until); due !== null; due = world.due.takeUntil(until)) {
    setClock(Math.max(world.now(), due.at));
    happenings[due.kind](world, due.id);
    count += 1;
  }
  setClock(until);
  return count;
}
