import { InvalidArgumentError } from 'commander';
import { messageOf } from '../errors.ts';
import {
  loadSupport,
  setSupport,
  type SupportChanges,
  type SupportSettings,
} from '../memberships/support/settings.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { describe } from './print.ts';
import { given, list, wholeNumber } from './values.ts';

export const supportCommands: CommandSpec[] = [
  defineCommand<SupportSettings>({
    name: 'support set',
    summary: 'Change what the page /support says, and what is asked for once.',
    usage: (command) =>
      command
        .option('--title <text>', 'above the page')
        .option('--why <text>', 'why support is needed; paragraphs between empty lines')
        .option('--bank-transfer <text>', 'how to pay by bank transfer')
        .option(
          '--other-ways <json>',
          'such as [{"label": "Patreon", "url": "https://…", "text": "…"}]',
          jsonValue,
        )
        .option(
          '--once <json>',
          'contributions in minor units, by currency: {"eur": {"suggested": [500, 1000], "minimum": 200}}',
          jsonValue,
        )
        .option('--gift-months <months>', 'how long a gift may last, such as 3,12', months)
        .option('--grace-days <days>', 'how long rights stay after a payment that failed', wholeNumber),
    run: ({ services, actor }, _args, options) =>
      setSupport(services.db, actor, given(options) as SupportChanges),
    print: printSupport,
  }),
  defineCommand<SupportSettings>({
    name: 'support show',
    summary: 'Show what the page /support says.',
    run: ({ services }) => loadSupport(services.db),
    print: printSupport,
  }),
];

function jsonValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidArgumentError(`JSON is allowed; ${messageOf(error)}.`);
  }
}

function months(text: string): number[] {
  return list(text).map(wholeNumber);
}

function printSupport({ once, otherWays, giftMonths, ...rest }: SupportSettings): string {
  const ways = otherWays.map(({ label, url }) => `${label} (${url})`).join(', ');
  const shown = { ...rest, once: JSON.stringify(once), otherWays: ways, giftMonths: giftMonths.join(', ') };
  return describe(shown);
}
