import type { Stripe } from 'stripe';
import { type Html, html } from '../../../views/html.ts';
import { attach, makeDefault } from '../billing/cards.ts';
import { dayOf } from '../core/calendar.ts';
import { idOf, type World } from '../core/world.ts';
import { makeCard } from '../objects/payment-method.ts';
import { cardChoice, cardChoices, money, sandboxPage } from './layout.ts';
import type { PageAnswer, PageCall, PageRoutes } from './page.ts';

/** A patron's own page at Stripe: their card, and their invoices. */
export const portalPages: PageRoutes = {
  'GET /p/session/:id': (call) =>
    withSession(call, (session, customer) => ({ page: portalPage(call.world, session, customer) })),
  'POST /p/session/:id': (call) =>
    withSession(call, (session, customer) => changeCard(call, session, customer)),
};

function withSession(
  { world, ids: [id = ''] }: PageCall,
  go: (session: Stripe.BillingPortal.Session, customer: Stripe.Customer) => PageAnswer,
): PageAnswer | null {
  const session = world.tables.portalSessions.get(id);
  const customer = session === null ? null : world.tables.customers.get(session.customer);
  return session === null || customer === null ? null : go(session, customer);
}

function changeCard(
  { world, form }: PageCall,
  session: Stripe.BillingPortal.Session,
  customer: Stripe.Customer,
): PageAnswer {
  const number = form['card']?.replaceAll(' ', '') ?? '';
  const [month = '', year = ''] = (form['expires'] ?? '').split('/');
  const isDate = /^(0?[1-9]|1[0-2])$/.test(month) && /^\d{2}(\d{2})?$/.test(year);
  if (!/^\d{16}$/.test(number) || !isDate) {
    const fault = 'Choose a card, and say until when it is valid, as MM/YY.';
    return { page: portalPage(world, session, customer, fault), status: 422 };
  }
  const full = year.length === 2 ? 2_000 + Number(year) : Number(year);
  const { email, name = null } = customer;
  const method = makeCard(world, { number, email, name, month: Number(month), year: full });
  attach(world, method, customer);
  makeDefault(world, method, customer);
  const to = session.flow?.after_completion.redirect?.return_url;
  return { to: to ?? `/p/session/${session.id}` };
}

function portalPage(
  world: World,
  session: Stripe.BillingPortal.Session,
  customer: Stripe.Customer,
  fault: string | null = null,
): Html {
  const card = world.tables.paymentMethods.get(
    idOf(customer.invoice_settings.default_payment_method) ?? '',
  )?.card;
  const year = new Date(world.now() * 1_000).getUTCFullYear() + 4;
  return sandboxPage(
    'Billing',
    html`<p class="soft">${world.settings.name}</p><h1>Your card and your invoices</h1>
<p>${customer.email}</p>
<section class="card"><h2>Card</h2><p>${card === undefined ? 'There is none.' : `Ends in ${card.last4}, valid until ${card.exp_month}/${card.exp_year}`}</p></section>
${fault !== null && html`<p class="card wrong" role="alert">${fault}</p>`}
<form method="post" action="/p/session/${session.id}"><h2>Another card</h2>${cardChoice(cardChoices)}
<label for="expires">Valid until (MM/YY)</label><input type="text" id="expires" name="expires" value="12/${String(year).slice(2)}" inputmode="numeric" required>
<p class="row"><button>Use this card</button></p></form>
<h2>Invoices</h2>${invoiceList(world, customer)}
${session.return_url !== null && html`<p><a class="button plain" href="${session.return_url}">Return</a></p>`}`,
  );
}

function invoiceList(world: World, { id }: Stripe.Customer): Html {
  const invoices = world.tables.invoices.of('customer', id).filter(({ status }) => status !== 'draft');
  if (invoices.length === 0) return html`<p>There are none.</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Invoices"><table><thead><tr><th scope="col">Date</th><th scope="col">Amount</th><th scope="col">State</th><th scope="col">Invoice</th></tr></thead><tbody>${invoices
    .toReversed()
    .map(
      (one) =>
        html`<tr><td>${dayOf(one.created)}</td><td>${money(one.total, one.currency)}</td><td>${one.status}</td><td><a href="${one.hosted_invoice_url}">${one.number}</a></td></tr>`,
    )}</tbody></table></div>`;
}
