import type { Stripe } from 'stripe';
import { newId } from '../core/ids.ts';
import type { World } from '../core/world.ts';

/** The way of one customer to their page at Stripe. */
export function makePortalSession(
  world: World,
  given: {
    customer: string;
    returnUrl: string | null;
    flow: { type: Stripe.BillingPortal.Session.Flow.Type; returnUrl: string | null } | null;
    locale: Stripe.BillingPortal.Session.Locale | null;
  },
): Stripe.BillingPortal.Session {
  const id = newId('bps');
  const { flow } = given;
  return world.tables.portalSessions.put({
    id,
    object: 'billing_portal.session',
    configuration: 'bpc_sandbox',
    created: world.now(),
    customer: given.customer,
    customer_account: null,
    flow:
      flow === null
        ? null
        : {
            after_completion: {
              hosted_confirmation: null,
              redirect: flow.returnUrl === null ? null : { return_url: flow.returnUrl },
              type: flow.returnUrl === null ? 'portal_homepage' : 'redirect',
            },
            customer_update: null,
            subscription_cancel: null,
            subscription_pause: null,
            subscription_update: null,
            subscription_update_confirm: null,
            type: flow.type,
          },
    livemode: false,
    locale: given.locale,
    on_behalf_of: null,
    return_url: given.returnUrl,
    url: `${world.origin()}/p/session/${id}`,
  });
}
