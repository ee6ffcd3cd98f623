import type { Stripe } from 'stripe';
import { type Html, html } from '../../../views/html.ts';
import { attach, makeDefault } from '../billing/cards.ts';
import { collect } from '../billing/collect.ts';
import { paymentOf } from '../billing/invoice.ts';
import { dayOf } from '../core/calendar.ts';
import { idOf, type World } from '../core/world.ts';
import { makeCard } from '../objects/payment-method.ts';
import { customerOf } from '../objects/subscription.ts';
import { cardChoice, cardChoices, money, sandboxPage } from './layout.ts';
import type { PageAnswer, PageCall, PageRoutes } from './page.ts';

/** An invoice at Stripe, where it can be paid, and a payment be confirmed. */
export const invoicePages: PageRoutes = {
  'GET /i/:id': (call) => withInvoice(call, (invoice) => ({ page: invoicePage(call.world, invoice) })),
  'POST /i/:id': (call) => withInvoice(call, (invoice) => pay(call, invoice)),
  'GET /i/:id/confirm': (call) => withInvoice(call, (invoice) => ({ page: bankPage(invoice) })),
  'POST /i/:id/confirm': (call) => withInvoice(call, (invoice) => answerBank(call, invoice)),
  'GET /i/:id/pdf': (call) =>
    withInvoice(call, (invoice) => ({
      text: asText(call.world, invoice),
      type: 'text/plain; charset=utf-8',
    })),
  'GET /receipts/:id': ({ world, ids: [id = ''] }) => {
    const charge = world.tables.charges.get(id);
    if (charge === null) return null;
    const body = html`<h1>Receipt</h1><p class="card">${money(charge.amount, charge.currency)}, ${dayOf(charge.created)}</p>`;
    return { page: sandboxPage('Receipt', body) };
  },
};

function withInvoice(
  { world, ids: [id = ''] }: PageCall,
  go: (invoice: Stripe.Invoice) => PageAnswer,
): PageAnswer | null {
  const invoice = world.tables.invoices.get(id);
  return invoice === null || invoice.status === 'draft' ? null : go(invoice);
}

function pay({ world, form }: PageCall, invoice: Stripe.Invoice): PageAnswer {
  if (invoice.status !== 'open') return { to: `/i/${invoice.id}` };
  const number = form['card'] ?? '';
  const customer = customerOf(world, invoice);
  if (number !== 'on-file' && !/^\d{16}$/.test(number))
    return { page: invoicePage(world, invoice, 'Choose one of the cards.'), status: 422 };
  const { email, name = null } = customer;
  const method = number === 'on-file' ? null : makeCard(world, { number, email, name });
  if (method !== null) {
    attach(world, method, customer);
    makeDefault(world, method, customer);
  }
  const outcome = collect(world, invoice, { method });
  if (outcome === 'needs-confirmation') return { to: `/i/${invoice.id}/confirm` };
  if (outcome === 'succeeded') return { to: `/i/${invoice.id}` };
  return { page: invoicePage(world, invoice, 'Your card was declined. Try another one.'), status: 422 };
}

function answerBank({ world, form }: PageCall, invoice: Stripe.Invoice): PageAnswer {
  const intent = paymentOf(world, invoice);
  const method = world.tables.paymentMethods.get(idOf(intent?.payment_method) ?? '');
  const isConfirmed = form['deed'] === 'confirm' && intent?.status === 'requires_action';
  if (invoice.status !== 'open') return { to: `/i/${invoice.id}` };
  if (!isConfirmed || collect(world, invoice, { method, confirmed: true }) !== 'succeeded')
    return { page: invoicePage(world, invoice, 'Your bank did not confirm the payment.'), status: 422 };
  return { to: `/i/${invoice.id}` };
}

function invoicePage(world: World, invoice: Stripe.Invoice, fault: string | null = null): Html {
  const isOpen = invoice.status === 'open';
  const asks = isOpen && paymentOf(world, invoice)?.status === 'requires_action';
  return sandboxPage(
    `Invoice ${invoice.number ?? ''}`,
    html`<p class="soft">${world.settings.name}</p><h1>Invoice ${invoice.number}</h1>
<section class="card"><p class="amount">${money(invoice.amount_due, invoice.currency)}</p><p>${stateOf(invoice)}, of ${dayOf(invoice.created)}</p>
${invoice.lines.data.map((line) => html`<p class="sum"><span>${line.description}</span><span>${money(line.amount, line.currency)}</span></p>`)}
<p class="sum total"><span>Total</span><span>${money(invoice.total, invoice.currency)}</span></p></section>
${fault !== null && html`<p class="card wrong" role="alert">${fault}</p>`}
${asks && html`<p><a class="button whole" href="/i/${invoice.id}/confirm">Confirm with your bank</a></p>`}
${isOpen && html`<form method="post" action="/i/${invoice.id}">${cardChoice([['on-file', 'the card on file'], ...cardChoices])}<button class="whole">Pay ${money(invoice.amount_due, invoice.currency)}</button></form>`}
<p><a href="/i/${invoice.id}/pdf">As a file</a></p>`,
  );
}

function stateOf({ status }: Stripe.Invoice): string {
  if (status === 'paid') return 'Paid';
  return status === 'open' ? 'To be paid' : status === 'void' ? 'Not to be paid any more' : String(status);
}

function bankPage(invoice: Stripe.Invoice): Html {
  return sandboxPage(
    'Your bank',
    html`<h1>Your bank asks: is this you?</h1><p class="card">A payment of <strong>${money(invoice.amount_due, invoice.currency)}</strong>.</p>
<form method="post" action="/i/${invoice.id}/confirm"><p class="row"><button name="deed" value="confirm">Confirm the payment</button><button class="plain" name="deed" value="refuse">Refuse</button></p></form>`,
  );
}

// A file of a sandbox needs no more than its facts.
function asText(world: World, invoice: Stripe.Invoice): string {
  const lines = invoice.lines.data.map(
    ({ description, amount, currency }) => `${description ?? ''}: ${money(amount, currency)}`,
  );
  const head = [
    'SANDBOX — no real money',
    world.settings.name,
    `Invoice ${invoice.number ?? ''}, ${dayOf(invoice.created)}`,
  ];
  return [...head, ...lines, `Total: ${money(invoice.total, invoice.currency)}`, stateOf(invoice), ''].join(
    '\n',
  );
}
