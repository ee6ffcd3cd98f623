import type { Selectable } from 'kysely';
import type { Stripe } from 'stripe';
import type { Memberships } from '../../db-schema.ts';
import { toMembership } from '../membership.ts';
import { selectOpenDunnings } from '../queries/dunnings.ts';
import { selectMembershipsBySubscription, selectStripeMembershipsBehind } from '../queries/memberships.ts';
import { nextStripeRead } from '../queries/payments.ts';
import { selectTiersByProduct } from '../queries/tiers.ts';
import { type Difference, differencesOf } from './drift.ts';
import { fetchInvoices, hasFailed, type SubscriptionRead } from './fetch-subscription.ts';
import { isMarkedOurs } from './ours.ts';
import { orMissing } from './reading.ts';
import { eachAtOnce, pagesOf, type Reconciling, writeTogether } from './reconciling.ts';
import { rightsUntil } from './rights.ts';
import { columnsOf, productsOf, sinceOf } from './subscription-columns.ts';
import { writeSubscriptions } from './write-subscription.ts';

type Row = Selectable<Memberships>;
type OpenDunning = Awaited<ReturnType<typeof selectOpenDunnings>>[number];

/** Compares every subscription at Stripe with its membership, a page after the other, and the other way round. */
export async function reconcileSubscriptions(run: Reconciling): Promise<void> {
  const { db } = run.services;
  const seen = new Set<string>();
  const list = (page: object) =>
    run.stripe.subscriptions.list({ status: 'all', expand: ['data.latest_invoice'], ...page });
  for await (const { read, data } of pagesOf(() => nextStripeRead(db), list)) {
    run.signal.throwIfAborted();
    for (const { id } of data) seen.add(id);
    await comparePage(run, read, data);
    run.checked(data.length);
  }
  await findUnknown(run, seen);
}

async function comparePage(run: Reconciling, read: number, page: Stripe.Subscription[]): Promise<void> {
  const { db } = run.services;
  if (page.length === 0) return;
  const rows = await selectMembershipsBySubscription(
    db,
    page.map(({ id }) => id),
  );
  const tiers = await selectTiersByProduct(db, [...new Set(page.flatMap(productsOf))]);
  const dunnings = await selectOpenDunnings(
    db,
    rows.map(({ id }) => id),
  );
  const bySubscription = new Map(rows.map((row) => [row.stripeSubscriptionId, row]));
  const tierByProduct = new Map(tiers.map((tier) => [tier.stripeProductId, tier]));
  const differing = page.flatMap((subscription): Differing[] => {
    const row = bySubscription.get(subscription.id) ?? null;
    const tier = productsOf(subscription)
      .map((product) => tierByProduct.get(product))
      .find((one) => one !== undefined);
    if (row === null && tier === undefined && !isMarkedOurs(run.services.config, subscription.metadata))
      return [];
    const open = dunnings.filter(({ membershipId }) => membershipId === row?.id);
    const origin = { tierId: tier?.id ?? row?.tierId ?? null, productId: tier?.stripeProductId ?? null };
    const differences = compare(row, subscription, origin, open);
    return differences.length === 0 ? [] : [{ subscription, open, differences }];
  });
  await mend(run, read, differing);
}

interface Differing {
  subscription: Stripe.Subscription;
  open: OpenDunning[];
  differences: Difference[];
}

function compare(
  row: Row | null,
  subscription: Stripe.Subscription,
  origin: { tierId: number | null; productId: string | null },
  open: OpenDunning[],
): Difference[] {
  const { state, ...columns } = columnsOf(subscription, origin);
  const since = sinceOf(subscription, { state, since: columns.since }, row?.since ?? null);
  const known = { ...columns, since, ...(state === null ? {} : { state }) };
  if (row === null) return differencesOf(null, known);
  const graceUntil = open[0]?.graceUntil ?? null;
  const until = rightsUntil({ ...toMembership(row), ...known }, graceUntil, row.voidedAt);
  return [...differencesOf(row, { ...known, until }), ...compareFailure(state, subscription, open)];
}

/** A failure that Stripe has and we do not, or the other way round. */
function compareFailure(
  state: string | null,
  { latest_invoice: latest }: Stripe.Subscription,
  open: OpenDunning[],
): Difference[] {
  if (latest === null || typeof latest === 'string') return [];
  const isOpen = open.some(({ stripeInvoiceId }) => stripeInvoiceId === latest.id);
  const isFailed = state === 'past-due' && hasFailed(latest);
  // Of an older invoice Stripe is asked when it is mended.
  const isOther = isOpen !== isFailed || (state !== 'past-due' && open.length > 0);
  return isOther ? [{ field: 'failed payment', ours: isOpen, stripes: isFailed }] : [];
}

async function mend(
  { services, dryRun, found, now }: Reconciling,
  read: number,
  differing: Differing[],
): Promise<void> {
  const driftOf = ({ subscription: { id }, differences }: Differing) => ({
    what: 'membership' as const,
    id,
    differences,
  });
  if (dryRun) {
    for (const one of differing)
      found({ ...driftOf(one), mended: false, reason: 'nothing was to be changed' });
    return;
  }
  const fetched: SubscriptionRead[] = [];
  await eachAtOnce(differing, async ({ subscription, open }) => {
    fetched.push({ read, subscription, invoices: await fetchInvoices(services, subscription, open) });
  });
  const synced = await writeTogether(fetched, (page) => writeSubscriptions(services, page, now));
  for (const one of differing) {
    const { outcome, reason } = synced.get(one.subscription.id) ?? {};
    if (outcome === 'written') found({ ...driftOf(one), mended: true, reason: null });
    else if (outcome === 'foreign') found({ ...driftOf(one), mended: false, reason: reason ?? null });
  }
}

/** Memberships that go on here and of which Stripe's list says nothing. What became of them a person must say. */
async function findUnknown(
  { services, stripe, found, signal }: Reconciling,
  seen: Set<string>,
): Promise<void> {
  const livemode = services.config.stripe?.livemode ?? false;
  let last = 0;
  for (let rows = await selectStripeMembershipsBehind(services.db, last, livemode); rows.length > 0; ) {
    signal.throwIfAborted();
    for (const { id, stripeSubscriptionId: subscriptionId } of rows) {
      last = id;
      if (subscriptionId === null || seen.has(subscriptionId)) continue;
      // One that began since the list was read is there.
      if ((await orMissing(stripe.subscriptions.retrieve(subscriptionId))) !== null) continue;
      const differences = [{ field: 'existence', ours: `membership ${id}`, stripes: 'not known' }];
      const reason = 'Stripe does not know it: look whether the key is of the right account';
      found({ what: 'membership', id: subscriptionId, differences, mended: false, reason });
    }
    rows = await selectStripeMembershipsBehind(services.db, last, livemode);
  }
}
