import type { Routes, Verb } from '../core/call.ts';
import { account } from './account.ts';
import { balanceTransactions } from './balance-transactions.ts';
import { coupons } from './coupons.ts';
import { customers } from './customers.ts';
import { invoices } from './invoices.ts';
import { paymentMethods } from './payment-methods.ts';
import { payments } from './payments.ts';
import { portal } from './portal.ts';
import { previews } from './previews.ts';
import { prices } from './prices.ts';
import { products } from './products.ts';
import { sessions } from './sessions.ts';
import { subscriptionChanges } from './subscription-changes.ts';
import { subscriptionItems } from './subscription-items.ts';
import { subscriptions } from './subscriptions.ts';

/** All that the sandbox understands of Stripe's API. */
const routes: Routes = {
  ...account,
  ...balanceTransactions,
  ...coupons,
  ...customers,
  ...invoices,
  ...paymentMethods,
  ...payments,
  ...portal,
  ...previews,
  ...prices,
  ...products,
  ...sessions,
  ...subscriptionChanges,
  ...subscriptionItems,
  ...subscriptions,
};

interface Found {
  verb: Verb;
  ids: string[];
}

const patterns = Object.entries(routes).map(([route, verb]) => {
  const [method = '', path = ''] = route.split(' ');
  const source = path.replaceAll(/:\w+/g, '([^/]+)');
  return { method, pattern: new RegExp(`^${source}$`), verb, isFixed: !path.includes(':') };
});
// A fixed name goes before one that any id fits.
const ordered = patterns.toSorted((a, b) => Number(b.isFixed) - Number(a.isFixed));

/** The verb for an address, if there is one. */
export function findVerb(method: string, path: string): Found | null {
  for (const { method: wanted, pattern, verb } of ordered) {
    const match = method === wanted ? pattern.exec(path) : null;
    if (match !== null) return { verb, ids: match.slice(1).map(decodeURIComponent) };
  }
  return null;
}
