import { z } from 'zod';
import { closeDispute, openDispute } from './billing/dispute.ts';
import { failRefund } from './billing/refund.ts';
import { makeForeign } from './billing/seed.ts';
import { must } from './core/call.ts';
import { change, idOf, type World } from './core/world.ts';
import type { Span } from './sandbox-types.ts';
import type { Webhooks } from './webhooks.ts';

/** What the control calls work on. */
export interface Controlled {
  world: World;
  webhooks: Webhooks;
  advance(span: Span): Promise<void>;
}

type Deed = (controlled: Controlled, input: unknown) => Promise<object> | object;

const span = z.strictObject({
  days: z.number().optional(),
  months: z.number().int().optional(),
  years: z.number().int().optional(),
  ms: z.number().optional(),
});
const ids = z.strictObject({ ids: z.array(z.string()).optional() });

/** What happens from outside: the time, the post, banks and cardholders. Each is posted as JSON. */
export const deeds: Record<string, Deed> = {
  '/clock/advance': async ({ world, advance }, input) => {
    const { days = 0, months = 0, years = 0, ms = 0 } = span.parse(input);
    await advance({ days, months, years, ms });
    return { now: world.now() };
  },
  '/webhooks/hold': ({ webhooks }) => {
    webhooks.hold();
    return { holding: true };
  },
  '/webhooks/release': ({ webhooks }) => {
    webhooks.release();
    return { holding: false };
  },
  '/webhooks/deliver': async ({ webhooks }, input) => ({
    statuses: await webhooks.deliver(ids.parse(input).ids),
  }),
  '/webhooks/shuffle': async ({ webhooks }) => ({ statuses: await webhooks.shuffle() }),
  '/webhooks/duplicate': async ({ webhooks }, input) => {
    const { id } = z.strictObject({ id: z.string() }).parse(input);
    return { status: await webhooks.duplicate(id) };
  },
  '/webhooks/drop': ({ webhooks }, input) => {
    webhooks.drop(ids.parse(input).ids);
    return { left: webhooks.queued().length };
  },
  '/webhooks/delay': ({ webhooks }, input) => {
    const { ms } = z.strictObject({ ms: z.number().min(0).max(3_600_000) }).parse(input);
    webhooks.delay(ms);
    return { ms };
  },
  '/disputes/open': ({ world }, input) => {
    const { charge } = z.strictObject({ charge: z.string() }).parse(input);
    return openDispute(world, must(world.tables.charges, 'charge', charge, 'charge'));
  },
  '/disputes/close': ({ world }, input) => {
    const given = z.strictObject({ dispute: z.string(), outcome: z.enum(['won', 'lost']) }).parse(input);
    return closeDispute(
      world,
      must(world.tables.disputes, 'dispute', given.dispute, 'dispute'),
      given.outcome,
    );
  },
  '/refunds/fail': ({ world }, input) => {
    const given = z.strictObject({ refund: z.string() }).parse(input);
    const refund = must(world.tables.refunds, 'refund', given.refund, 'refund');
    failRefund(world, must(world.tables.charges, 'charge', idOf(refund.charge) ?? ''), refund);
    return refund;
  },
  '/payments/next': ({ world }, input) => {
    const given = z
      .strictObject({ customer: z.string(), fate: z.enum(['declines', 'needs-confirmation']) })
      .parse(input);
    world.hidden.nextPayment.set(given.customer, given.fate);
    return given;
  },
  '/cards/expiry': ({ world }, input) => {
    const given = z
      .strictObject({ method: z.string(), month: z.number().int(), year: z.number().int() })
      .parse(input);
    const method = must(world.tables.paymentMethods, 'payment_method', given.method, 'method');
    change(world, 'payment_method.automatically_updated', method, ({ card }) => {
      if (card !== undefined) Object.assign(card, { exp_month: given.month, exp_year: given.year });
    });
    return method;
  },
  '/foreign': ({ world }) => makeForeign(world),
};
