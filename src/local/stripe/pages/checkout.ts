import type { Stripe } from 'stripe';
import { z } from 'zod';
import { type Html, html } from '../../../views/html.ts';
import { payAtCheckout, planOf, successUrl, useCode } from '../billing/checkout.ts';
import { ApiError } from '../core/api-error.ts';
import type { World } from '../core/world.ts';
import { isAccount } from '../objects/payment-method.ts';
import { cardChoice, cardChoices, debitChoices, money, sandboxPage } from './layout.ts';
import type { PageAnswer, PageCall, PageRoutes } from './page.ts';

/** Stripe's Checkout, as far as a patron sees it. */
export const checkoutPages: PageRoutes = {
  'GET /c/pay/:id': (call) => withSession(call, (session) => ({ page: payPage(call.world, session, {}) })),
  'POST /c/pay/:id': (call) => withSession(call, (session) => pay(call, session)),
  'GET /c/pay/:id/confirm': (call) => withSession(call, (session) => ({ page: bankPage(session) })),
  'POST /c/pay/:id/confirm': (call) => withSession(call, (session) => answerBank(call, session)),
};

function withSession(
  { world, ids: [id = ''] }: PageCall,
  go: (session: Stripe.Checkout.Session) => PageAnswer,
): PageAnswer | null {
  const session = world.tables.sessions.get(id);
  if (session === null) return null;
  return session.status === 'open' ? go(session) : { page: overPage(session), status: 410 };
}

function pay({ world, form }: PageCall, session: Stripe.Checkout.Session): PageAnswer {
  const email = session.customer_details?.email ?? form['email']?.trim() ?? '';
  const filled = { email, card: form['card']?.replaceAll(' ', '') ?? '', name: form['name']?.trim() ?? '' };
  const code = form['promo']?.trim() ?? '';
  const again = (fault: string): PageAnswer => ({
    page: payPage(world, session, { ...form, fault }),
    status: 422,
  });
  if (!z.email().safeParse(email).success) return again(`“${email}” is no e-mail address.`);
  if (!/^\d{16}$/.test(filled.card) && !isOffered(session, filled.card))
    return again('Choose one of the cards.');
  if (code !== '') {
    const fault = tryCode(world, session, code);
    if (fault !== null) return again(fault);
  }
  if (form['deed'] === 'apply') return { page: payPage(world, session, form) };
  const outcome = payAtCheckout(world, session, filled, false);
  if (outcome === 'failed') return again('Your card was declined. Try another one.');
  if (outcome === 'succeeded' || outcome === 'processing') return { to: successUrl(session) ?? '/sandbox' };
  planOf(world, session).pending = filled;
  return { to: `/c/pay/${session.id}/confirm` };
}

/** A SEPA debit is of euros. */
function isOffered({ currency }: Stripe.Checkout.Session, number: string): boolean {
  return currency === 'eur' && isAccount(number);
}

function choicesOf({ currency }: Stripe.Checkout.Session) {
  return currency === 'eur' ? [...cardChoices, ...debitChoices] : cardChoices;
}

function tryCode(world: World, session: Stripe.Checkout.Session, code: string): string | null {
  try {
    useCode(world, session, code);
    return null;
  } catch (error) {
    if (error instanceof ApiError) return error.message;
    throw error;
  }
}

function answerBank({ world, form }: PageCall, session: Stripe.Checkout.Session): PageAnswer {
  const plan = planOf(world, session);
  const { pending } = plan;
  plan.pending = null;
  const fault = 'Your bank did not confirm the payment. Choose another card.';
  if (pending === null || form['deed'] !== 'confirm')
    return { page: payPage(world, session, { ...pending, fault }), status: 422 };
  const outcome = payAtCheckout(world, session, pending, true);
  return outcome === 'succeeded'
    ? { to: successUrl(session) ?? '/sandbox' }
    : { page: payPage(world, session, { ...pending, fault }), status: 422 };
}

function payPage(
  world: World,
  session: Stripe.Checkout.Session,
  form: Record<string, string | undefined>,
): Html {
  const { items } = planOf(world, session);
  const interval = items[0]?.price?.recurring?.interval;
  const known = session.customer_details?.email ?? null;
  const off = session.total_details?.amount_discount ?? 0;
  const total = money(session.amount_total, session.currency);
  return sandboxPage(
    'Checkout',
    html`<p class="soft">${world.settings.name}</p>
<h1>${session.mode === 'subscription' ? 'Subscribe' : 'Pay'}</h1>
<section class="card"><p class="amount">${total}${interval !== undefined && html` <span class="soft">per ${interval}</span>`}</p>
${items.map((item) => html`<p class="sum"><span>${item.description}</span><span>${money(item.amount_subtotal, item.currency)}</span></p>`)}
${off > 0 && html`<p class="sum"><span>Discount</span><span>−${money(off, session.currency)}</span></p>`}
<p class="sum total"><span>Due today</span><span>${total}</span></p></section>
${form['fault'] !== undefined && html`<p class="card wrong" role="alert">${form['fault']}</p>`}
<form method="post" action="/c/pay/${session.id}">
${known === null ? html`<label for="email">E-mail</label><input type="email" id="email" name="email" value="${form['email']}" autocomplete="email" required>` : html`<p><strong>E-mail</strong><br>${known}</p>`}
<label for="name">Name on the card</label><input type="text" id="name" name="name" value="${form['name']}" autocomplete="cc-name">
${cardChoice(choicesOf(session))}
${session.allow_promotion_codes && html`<label for="promo">Promotion code</label><input type="text" id="promo" name="promo" value="${form['promo']}" autocomplete="off"><p class="row"><button class="plain" name="deed" value="apply">Apply the code</button></p>`}
<button class="whole" name="deed" value="pay">${session.mode === 'subscription' ? 'Subscribe' : `Pay ${total}`}</button></form>
${session.cancel_url !== null && html`<p><a class="button plain whole" href="${session.cancel_url}">Back</a></p>`}`,
  );
}

function bankPage(session: Stripe.Checkout.Session): Html {
  return sandboxPage(
    'Your bank',
    html`<h1>Your bank asks: is this you?</h1><p class="card">A payment of <strong>${money(session.amount_total, session.currency)}</strong>.</p>
<form method="post" action="/c/pay/${session.id}/confirm"><p class="row"><button name="deed" value="confirm">Confirm the payment</button><button class="plain" name="deed" value="refuse">Refuse</button></p></form>`,
  );
}

function overPage(session: Stripe.Checkout.Session): Html {
  const says = session.status === 'complete' ? 'You’re all done here' : 'This page has expired';
  return sandboxPage(
    says,
    html`<h1>${says}</h1>${session.cancel_url !== null && html`<p><a class="button plain" href="${session.cancel_url}">Back</a></p>`}`,
  );
}
