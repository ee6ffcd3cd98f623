import type { Command } from 'commander';
import { syncTier } from '../memberships/stripe/sync-tier.ts';
import {
  addTier,
  listTiers,
  type PriceName,
  type PriceOffer,
  setTier,
  type Tier,
  type TierChanges,
} from '../memberships/tiers.ts';
import { messageOf } from '../errors.ts';
import type { Services } from '../services.ts';
import { formatMoney } from '../text/money.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { priceName, priceOffer } from './price-offer.ts';
import { describe, table } from './print.ts';
import { given, onOff } from './values.ts';

/** A tier, and whether Stripe has it as it is. */
type Shown = Tier & { stripe: string };

export const tierCommands: CommandSpec[] = [
  defineCommand<Shown>({
    name: 'tiers add',
    summary: 'Add a tier that one can support at.',
    usage: (command) =>
      withOptions(
        command
          .argument('<slug>', 'a short name such as coffee, for good')
          .requiredOption('--name <name>', 'what it is called'),
      ),
    run: async ({ services, actor }, [slug = ''], options) => {
      const { name = '', prices = [], ...rest } = tierChanges(options);
      return sendToStripe(services, await addTier(services.db, actor, { slug, name, prices, ...rest }));
    },
    print: printTier,
  }),
  defineCommand<Shown>({
    name: 'tiers set',
    summary: 'Change a tier. A new price leaves the old one to those who pay it.',
    usage: (command) =>
      withOptions(command.argument('<slug>').option('--name <name>', 'what it is called'))
        .option(
          '--retire <price>',
          'no longer offer a price, such as eur/month; again for others',
          more(priceName),
        )
        .option('--archived <on|off>', 'no longer sold; its members stay', onOff),
    run: async ({ services, actor }, [slug = ''], options) => {
      const { archived, retire } = options as { archived?: boolean; retire?: PriceName[] };
      const changes = { ...tierChanges(options), ...given({ archived, retire }) };
      return sendToStripe(services, await setTier(services.db, actor, slug, changes));
    },
    print: printTier,
  }),
  defineCommand<Tier[]>({
    name: 'tiers list',
    summary: 'List the tiers in their order, with hidden and archived ones.',
    run: ({ services }) => listTiers(services.db, { all: true }),
    print: (tiers) =>
      table(
        tiers.map((tier) => ({
          slug: tier.slug,
          name: tier.name,
          prices: describePrices(tier),
          shown: tier.archivedAt === null ? (tier.hidden ? 'by its link only' : 'yes') : 'archived',
          stripe: tier.stripeProductId ?? 'not yet',
        })),
        'There are no tiers yet; add one with: tiers add SLUG --name NAME --price "3 eur/month"',
      ),
  }),
];

function withOptions(command: Command): Command {
  return command
    .option('--standfirst <text>', 'what it is, in a sentence or two')
    .option(
      '--benefit <text>',
      'a line of what it brings; again for others, all of them each time',
      more(String),
    )
    .option('--welcome <text>', 'what a new patron of it is told in the mail of thanks')
    .option(
      '--price <price>',
      'such as "3 eur/month" or "30 eur/year", "3 eur/month from 2" for amounts of one\'s own; again for others',
      more(priceOffer),
    )
    .option('--position <number>', 'its place in the order', Number)
    .option('--hidden <on|off>', 'not on the page, and open to whoever has its link', onOff);
}

/** An option that may be given several times. */
function more<T>(parse: (text: string) => T): (text: string, before: T[] | undefined) => T[] {
  return (text, before = []) => [...before, parse(text)];
}

function tierChanges(options: Record<string, unknown>): TierChanges {
  const { name, standfirst, benefit: benefits, welcome, price: prices, position, hidden } = options;
  return given({ name, standfirst, benefits, welcome, prices, position, hidden }) as TierChanges & {
    prices?: PriceOffer[];
  };
}

/** At once, so that whoever typed it sees what Stripe says. What it does not take now the worker tries again. */
async function sendToStripe(services: Services, tier: Tier): Promise<Shown> {
  if (services.stripe === null) return { ...tier, stripe: 'no account is configured' };
  try {
    await syncTier(services, tier.id);
    const sent = (await listTiers(services.db, { all: true })).find(({ id }) => id === tier.id) ?? tier;
    return { ...sent, stripe: `as product ${sent.stripeProductId}` };
  } catch (error) {
    return { ...tier, stripe: `not yet, it is tried again: ${messageOf(error)}` };
  }
}

function printTier({ prices, id: _id, stripeProductId: _product, benefits, ...tier }: Shown): string {
  return describe({ ...tier, benefits: benefits.join('\n'), prices: describePrices({ prices }) });
}

function describePrices({ prices }: Pick<Tier, 'prices'>): string {
  const shown = prices.map(({ amount, currency, interval, minimum }) => {
    const least = minimum === null ? '' : ` from ${formatMoney(minimum, currency, 'en')}`;
    return `${formatMoney(amount, currency, 'en')}/${interval}${least}`;
  });
  return shown.join(', ');
}
