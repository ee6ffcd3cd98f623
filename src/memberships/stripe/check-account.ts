import type { Stripe } from 'stripe';
import { type Finding, fail, found, warn } from '../../delivery/finding.ts';
import type { Services } from '../../services.ts';
import { loadPublication } from '../../publication/publication.ts';
import { selectLastReconciliation } from '../queries/reconciliations.ts';
import { selectEventCounts } from '../queries/stripe-events.ts';
import { stripeHandlers } from './handlers/index.ts';

/** Whether Stripe answers to the key, and whether there is somebody to tell once it does not. */
export async function checkStripeKey({ stripe, config, db }: Services): Promise<Finding> {
  if (stripe === null || config.stripe === null) return found('not set: the newsroom takes no money');
  await stripe.products.list({ limit: 1 });
  if (config.stripe.isSandbox) return found('answers: it is the sandbox of this machine');
  const answers = `answers, in ${config.stripe.livemode ? 'live' : 'test'} mode`;
  if ((await loadPublication(db))?.contactAddress) return found(answers);
  return warn(
    `${answers}; nobody can be told where it refuses the key, or an invoice: the publication has no contact address`,
    'broadsheet publication set --contact you@your.domain',
  );
}

/** Whether Stripe posts to us what is worked on here, and what became of it. */
export async function checkStripeEvents({ stripe, config, db }: Services): Promise<Finding> {
  if (stripe === null || config.stripe === null) return found('not set');
  const { last, failed, waiting } = await selectEventCounts(db);
  if (failed > 0)
    return fail(
      `${failed} events were given up`,
      'look into the log, then: broadsheet memberships reconcile',
    );
  const late = waiting > 0 ? `, ${waiting} have waited for over ten minutes: is a worker running?` : '';
  const seen = last === null ? 'none has come yet' : `the last came at ${last.toISOString()}`;
  const lacking = config.stripe.isSandbox
    ? null
    : await lackingOf(stripe, `${config.publicUrl}/webhooks/stripe`);
  if (lacking !== null) return warn(`${seen}${late}; ${lacking.why}`, lacking.fix);
  return late === '' ? found(seen) : warn(`${seen}${late}`);
}

/** How the last comparison went. */
export async function checkReconciliation({ stripe, db }: Services, now: Date): Promise<Finding> {
  if (stripe === null) return found('not set');
  const last = await selectLastReconciliation(db);
  const fix = 'broadsheet memberships reconcile';
  if (last === undefined) return warn('memberships have not been compared with Stripe yet', fix);
  const at = last.startedAt.toISOString();
  if (last.error !== null) return fail(`the comparison of ${at} failed: ${last.error}`, fix);
  const isOld = now.getTime() - last.startedAt.getTime() > 2 * 86_400_000;
  const result = `${at}: ${last.checked} compared, ${last.drift} differed`;
  return isOld ? warn(`the last comparison is old, ${result}`, fix) : found(result);
}

/** What the endpoint at Stripe lacks; null where nothing is lacking, or the key may not see it. */
async function lackingOf(stripe: Stripe, url: string): Promise<{ why: string; fix: string } | null> {
  const endpoints = await stripe.webhookEndpoints.list({ limit: 100 }).catch(() => null);
  if (endpoints === null) return null;
  const own = endpoints.data.find((endpoint) => endpoint.url === url && endpoint.status === 'enabled');
  const all = Object.keys(stripeHandlers);
  if (own === undefined)
    return {
      why: 'no webhook endpoint of the account leads here',
      fix: `add ${url} with these events:\n${all.join('\n')}`,
    };
  const enabled = new Set<string>(own.enabled_events);
  const missing = enabled.has('*') ? [] : all.filter((type) => !enabled.has(type));
  return missing.length === 0
    ? null
    : { why: 'its endpoint does not send all', fix: `add these events to it:\n${missing.join('\n')}` };
}
