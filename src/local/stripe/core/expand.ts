import { invalid } from './api-error.ts';
import type { World } from './world.ts';

type Fields = Record<string, unknown>;

const deepest = 4;

/** Which table holds what an id begins with. */
const tables: Record<string, keyof World['tables']> = {
  cus: 'customers',
  prod: 'products',
  price: 'prices',
  promo: 'promotionCodes',
  di: 'discounts',
  cs: 'sessions',
  sub: 'subscriptions',
  in: 'invoices',
  inpay: 'invoicePayments',
  pi: 'paymentIntents',
  ch: 'charges',
  re: 'refunds',
  du: 'disputes',
  pm: 'paymentMethods',
  evt: 'events',
};

/** What Stripe leaves out of an object until it is asked for. */
const includable: Record<string, (world: World, object: Fields) => unknown> = {
  'checkout.session.line_items': ({ hidden }, { id }) =>
    wholeList(hidden.plans.get(String(id))?.items ?? [], `/v1/checkout/sessions/${String(id)}/line_items`),
  'invoice.payments': (world, { id }) =>
    wholeList(world.tables.invoicePayments.of('invoice', String(id)), '/v1/invoice_payments'),
  'charge.refunds': (world, { id }) =>
    wholeList(
      world.tables.refunds.of('charge', String(id)).toReversed(),
      `/v1/charges/${String(id)}/refunds`,
    ),
  'customer.subscriptions': (world, { id }) =>
    wholeList(
      world.tables.subscriptions
        .of('customer', String(id))
        .filter(({ status }) => status !== 'canceled')
        .toReversed(),
      `/v1/customers/${String(id)}/subscriptions`,
    ),
};

function wholeList(data: unknown[], url: string): object {
  return { object: 'list', data, has_more: false, url };
}

/** An answer with what was asked to stand in it instead of ids. The objects themselves stay as they are. */
export function expand(world: World, answer: unknown, paths: string[] = []): unknown {
  return paths.reduce((opened, path) => {
    const parts = path.split('.');
    if (parts.length > deepest)
      throw invalid(`You cannot expand more than ${deepest} levels of a property. Property: ${path}`);
    return open(world, opened, parts, path);
  }, answer);
}

/** What is opened is copied, and what it stands in; all else is shared with the objects themselves. */
function open(world: World, value: unknown, parts: string[], path: string): unknown {
  const [name, ...rest] = parts;
  if (name === undefined || value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((one) => open(world, one, parts, path));
  const fields = value as Fields;
  const opened = openField(world, fields, name);
  if (opened === undefined) throw invalid(`This property cannot be expanded (${path}).`);
  return { ...fields, [name]: open(world, opened, rest, path) };
}

function openField(world: World, fields: Fields, name: string): unknown {
  const value = fields[name];
  const include = includable[`${String(fields['object'])}.${name}`];
  if (include !== undefined && (value === undefined || value === null)) return include(world, fields);
  if (typeof value === 'string') return find(world, value) ?? value;
  if (Array.isArray(value))
    return value.map((one) => (typeof one === 'string' ? (find(world, one) ?? one) : one));
  return value;
}

function find(world: World, id: string): unknown {
  const name = tables[id.slice(0, Math.max(0, id.indexOf('_')))];
  const object = name === undefined ? null : world.tables[name].get(id);
  const found = object ?? world.tables.coupons.get(id);
  if (found !== null) return found;
  const kind = world.hidden.deleted.get(id);
  return kind === undefined ? null : { id, object: kind, deleted: true };
}
