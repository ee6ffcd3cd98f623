import { type Html, html } from '../../../views/html.ts';
import type { Controlled } from '../control.ts';
import type { WebhookDelivery } from '../webhooks.ts';
import { dayOf } from '../core/calendar.ts';
import { money, sandboxPage } from './layout.ts';
import type { PageRoutes } from './page.ts';

const shown = 100;

const steps: Record<string, { days?: number; months?: number; years?: number }> = {
  day: { days: 1 },
  week: { days: 7 },
  month: { months: 1 },
  year: { years: 1 },
};

/** The page of the clock and of the post. */
export const controlPages: PageRoutes = {
  'GET /sandbox': ({ controlled }) => ({ page: controlPage(controlled) }),
  'POST /sandbox/clock': async ({ controlled, form }) => {
    const step = steps[form['step'] ?? ''];
    if (step !== undefined) await controlled.advance(step);
    return { to: '/sandbox' };
  },
  'POST /sandbox/webhooks': async ({ controlled: { webhooks }, form }) => {
    const { deed } = form;
    if (deed === 'hold') webhooks.hold();
    else if (deed === 'release') webhooks.release();
    else if (deed === 'shuffle') await webhooks.shuffle();
    else if (deed === 'drop') webhooks.drop();
    return { to: '/sandbox' };
  },
  'POST /sandbox/webhooks/:id': async ({ controlled: { webhooks }, ids: [id = ''] }) => {
    await webhooks.duplicate(id);
    return { to: '/sandbox' };
  },
};

function controlPage({ world, webhooks }: Controlled): Html {
  const now = new Date(world.now() * 1_000).toISOString().replace('T', ' ').slice(0, 16);
  return sandboxPage(
    'Payments',
    html`<h1>The sandbox of payments</h1>
<p>It stands for Stripe on this machine. Its cards are made up, and so is its money.</p>
<h2>Clock</h2><p class="amount">${now} UTC</p>
<p class="soft">Renewals, failed payments and what expires happen by this clock. Your own pages go by the real one.</p>
<form method="post" action="/sandbox/clock"><p class="row">${Object.keys(steps).map(
      (step) => html`<button name="step" value="${step}">A ${step} on</button>`,
    )}</p></form>
<h2>Subscriptions</h2>${subscriptionList({ world })}
<h2>Webhooks</h2><p>${webhooks.url === null ? 'They go nowhere.' : html`They go to <code>${webhooks.url}</code>.`} ${webhooks.isHolding ? html`<strong>They are held: ${webhooks.queued().length} wait.</strong>` : ''}</p>
<form method="post" action="/sandbox/webhooks"><p class="row">${webhooks.isHolding ? html`<button name="deed" value="release">Let them go</button><button class="plain" name="deed" value="shuffle">Send them shuffled</button><button class="plain" name="deed" value="drop">Drop them</button>` : html`<button class="plain" name="deed" value="hold">Hold them</button>`}</p></form>
${webhookList(webhooks.log)}`,
    { wide: true },
  );
}

function subscriptionList({ world }: Pick<Controlled, 'world'>): Html {
  const all = [...world.tables.subscriptions.all()].slice(-shown).toReversed();
  if (all.length === 0) return html`<p>There are none.</p>`;
  const rows = all.map((one) => {
    const [item] = one.items.data;
    const customer = typeof one.customer === 'string' ? world.tables.customers.get(one.customer) : null;
    return html`<tr><td>${customer?.email ?? '—'}</td><td>${money(item?.price.unit_amount ?? 0, one.currency)} a ${item?.price.recurring?.interval}</td><td>${one.status}</td><td>${dayOf(item?.current_period_end ?? 0)}</td></tr>`;
  });
  return table('Subscriptions', ['Customer', 'Price', 'State', 'Period ends'], rows);
}

function webhookList(log: readonly WebhookDelivery[]): Html {
  if (log.length === 0) return html`<p>None has been sent.</p>`;
  const rows = log
    .slice(-shown)
    .toReversed()
    .map(
      ({ event, state, attempts, answer }) =>
        html`<tr><td><code>${event.type}</code></td><td>${dayOf(event.created)}</td><td>${state}${attempts > 1 && `, ${attempts} tries`}${answer !== '' && html` <span class="soft">(${answer})</span>`}</td><td><form method="post" action="/sandbox/webhooks/${event.id}"><button class="plain" aria-label="Send ${event.type} again">Again</button></form></td></tr>`,
    );
  return table('Webhooks', ['Event', 'Day', 'State', 'Send'], rows);
}

function table(name: string, heads: string[], rows: Html[]): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${name}"><table><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;
}
