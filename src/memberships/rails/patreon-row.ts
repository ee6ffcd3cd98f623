import { InvalidInput } from '../../errors.ts';
import { restoreCell } from '../../subscribers/csv-cells.ts';
import { cleanLine } from '../../text/clean-line.ts';
import { parseCurrency, parseMoney } from '../../text/money.ts';
import type { Interval } from '../membership.ts';
import type { Tier } from '../tiers.ts';
import { addMonths } from './calendar.ts';
import type { PatreonColumns } from './patreon-columns.ts';

/** A patron of a file, who has paid. */
export interface PatreonMember {
  address: string;
  name: string;
  tierId: number;
  amount: number;
  currency: string | null;
  interval: Interval;
  since: Date;
  until: Date;
}

/** What a row says: a patron, or somebody who no longer is one. */
export type PatreonRow = { kind: 'patron'; member: PatreonMember } | { kind: 'former'; address: string };

/** How tiers are found by the names that they have elsewhere. */
export type TierNames = Map<string, Tier>;

// Patreon charges again for some days where a payment fails.
const slackDays = 14;
const paid = new Set(['paid', '']);

/** Names of tiers in one spelling. */
export function foldName(name: string): string {
  return name.trim().toLowerCase().replace(/\s+/g, ' ');
}

/**
 * Reads a row.
 * @throws InvalidInput saying why it cannot be taken
 */
export function readPatreonRow(columns: PatreonColumns, row: string[], tiers: TierNames): PatreonRow {
  const cell = (column: keyof PatreonColumns): string => restoreCell(row[columns[column]] ?? '').trim();
  const address = cell('address');
  if (address === '') throw new InvalidInput('it has no address');
  const status = cell('status').toLowerCase();
  if (status === 'former patron') return { kind: 'former', address };
  if (status !== 'active patron') throw new InvalidInput(whyNoPatron(cell('status')));
  if (!paid.has(cell('chargeStatus').toLowerCase()))
    throw new InvalidInput(
      `the last charge is ${JSON.stringify(cleanLine(cell('chargeStatus'), 40))}, not paid`,
    );
  if (cell('trial').toLowerCase() === 'yes') throw new InvalidInput('it is of a free trial');
  const interval = intervalOf(cell('frequency'));
  const chargedAt = dateOf(cell('chargedAt'), 'Last Charge Date');
  const since = dateOf(cell('since'), 'Patronage Since Date') ?? chargedAt;
  const nextAt = dateOf(cell('nextChargeAt'), 'Next Charge Date');
  const until = dateOf(cell('until'), 'Access Expiration') ?? afterCharge(chargedAt, nextAt, interval);
  if (until === null || since === null)
    throw new InvalidInput('it says neither when it was or is charged nor until when access lasts');
  if (until <= since) throw new InvalidInput('its access ends before it begins');
  const tierId = tierOf(cell('tier'), tiers).id;
  const name = cleanLine(cell('name'), 100);
  return {
    kind: 'patron',
    member: { address, name, tierId, interval, since, until, ...pledgeOf(columns, cell) },
  };
}

function whyNoPatron(status: string): string {
  if (status === '') return 'it is of a free member or a follower';
  return `its patron status is ${JSON.stringify(cleanLine(status, 40))}; taken are "Active patron" and "Former patron"`;
}

function intervalOf(text: string): Interval {
  const frequency = text.toLowerCase();
  if (['', 'monthly', 'month', 'per month'].includes(frequency)) return 'month';
  if (['annual', 'annually', 'yearly', 'year', 'per year'].includes(frequency)) return 'year';
  throw new InvalidInput(
    `its charge frequency is ${JSON.stringify(cleanLine(text, 40))}; monthly and annual are known`,
  );
}

/** Until the next charge, which the file names where it knows it; one that is past is of an earlier time. */
function afterCharge(chargedAt: Date | null, nextAt: Date | null, interval: Interval): Date | null {
  const counted = chargedAt === null ? null : addMonths(chargedAt, interval === 'year' ? 12 : 1);
  const ends = [counted, nextAt].flatMap((at) => at?.getTime() ?? []);
  return ends.length === 0 ? null : new Date(Math.max(...ends) + slackDays * 86_400_000);
}

/** Patreon writes UTC, without saying so. */
function dateOf(text: string, column: string): Date | null {
  if (text === '') return null;
  const [, day, time = '00:00:00'] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)[\d.]*Z?)?$/.exec(text) ?? [];
  const date = new Date(`${day ?? 'x'}T${time}Z`);
  if (!Number.isNaN(date.getTime())) return date;
  throw new InvalidInput(
    `its ${column} is ${JSON.stringify(cleanLine(text, 40))}; a date such as 2026-11-28 09:30:00 is known`,
  );
}

function pledgeOf(columns: PatreonColumns, cell: (column: keyof PatreonColumns) => string) {
  // Before there was a column for it all was in dollars.
  const currency = columns.currency === -1 ? 'usd' : parseCurrency(cell('currency'));
  const amount = currency === null ? 0 : parseMoney(cell('pledge'), currency);
  if (amount === null)
    throw new InvalidInput(
      `its pledge is ${JSON.stringify(cleanLine(cell('pledge'), 40))}, which is no amount of ${currency ?? ''}`,
    );
  return { amount, currency };
}

function tierOf(text: string, tiers: TierNames): Tier {
  const tier = tiers.get(foldName(text));
  if (tier !== undefined) return tier;
  if (text === '')
    throw new InvalidInput(
      'it has no tier, as who pledges an amount of their own; map it with --tier-map "=slug"',
    );
  const known = [...new Set([...tiers.values()].map(({ name }) => name))].join(', ') || 'none yet';
  throw new InvalidInput(
    `its tier is ${JSON.stringify(cleanLine(text, 80))}, which is none of ours (${known}); map it with --tier-map`,
  );
}
