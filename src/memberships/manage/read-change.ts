import { InvalidInput } from '../../errors.ts';
import { formatMoney, parseMoney } from '../../text/money.ts';
import type { Db } from '../../db.ts';
import type { Interval, Membership } from '../membership.ts';
import { mostAmount } from '../support/choice.ts';
import { supportWords } from '../support/pages/words.ts';
import { listTiers, type Tier } from '../tiers.ts';
import { manageWords } from './pages/words.ts';

/** What a membership is to become. */
export interface Change {
  tierId: number;
  interval: Interval;
  amount: number;
}

/** The tiers that a membership can change to: those that are offered in its currency, and its own. */
export async function tiersFor(db: Db, { currency, tierId }: Membership): Promise<Tier[]> {
  const all = await listTiers(db, { all: true });
  return all.filter(
    ({ id, hidden, archivedAt, stripeProductId, prices }) =>
      stripeProductId !== null &&
      archivedAt === null &&
      (!hidden || id === tierId) &&
      prices.some((price) => price.currency === currency),
  );
}

/**
 * Reads the form of a change.
 * @throws InvalidInput for what the tier does not allow
 */
export function readChange(
  membership: Membership,
  tiers: Tier[],
  fields: { tier: string; interval: string; amount: string },
  language: string,
): Change {
  const words = manageWords(language).change;
  const tier = tiers.find(({ slug }) => slug === fields.tier);
  const interval = fields.interval === 'year' ? 'year' : 'month';
  const price = tier?.prices.find((one) => one.currency === membership.currency && one.interval === interval);
  if (tier === undefined || price === undefined) throw new InvalidInput(words.notInCurrency);
  const given = fields.amount.trim();
  const amount = given === '' ? price.amount : parseMoney(given, price.currency);
  const least = price.minimum ?? price.amount;
  if (amount === null || amount < least)
    throw new InvalidInput(words.tooLittle(given, formatMoney(least, price.currency, language)));
  if (amount > mostAmount)
    throw new InvalidInput(
      supportWords(language).form.faults.above(given, formatMoney(mostAmount, price.currency, language)),
    );
  const isSame =
    tier.id === membership.tierId && interval === membership.interval && amount === membership.amount;
  if (isSame) throw new InvalidInput(words.same);
  return { tierId: tier.id, interval, amount };
}
