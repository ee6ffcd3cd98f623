import { type AppealEffect, appealEffect, countDecisions } from '../editions/appeals/effect.ts';
import { type AppealExplained, describeAppeal, explainAppeal } from '../editions/appeals/explain.ts';
import { InvalidInput, NotFound } from '../errors.ts';
import { findSubscriber } from '../subscribers/find-subscriber.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { parseId, withId } from './edition-id.ts';
import { describe, table } from './print.ts';
import { given, wholeNumber } from './values.ts';

/** Whom editions ask for money, and what comes of it. */
export const appealCommands: CommandSpec[] = [
  defineCommand<{ editionId: number; decisions: Record<string, number> }>({
    name: 'editions appeals',
    summary: 'Count how many readers of an edition were asked for support, and why others were not.',
    usage: withId,
    run: async ({ services }, [id = '']) => ({
      editionId: parseId(id),
      decisions: await countDecisions(services.db, parseId(id)),
    }),
    print: ({ decisions }) =>
      table(
        Object.entries(decisions).map(([decision, readers]) => ({ decision, readers })),
        'It went to nobody.',
      ),
  }),
  defineCommand<AppealExplained & { editionId: number; address: string; reason: string }>({
    name: 'deliveries explain',
    summary: 'Tell why a reader was asked for support in an edition, or was not.',
    usage: (command) => command.argument('<edition>', 'its id', wholeNumber).argument('<address>'),
    run: async ({ services }, [edition = '', address = '']) => {
      const person = await findSubscriber(services.db, address);
      const editionId = Number(edition);
      const told = person && (await explainAppeal(services.db, { editionId, subscriberId: person.id }));
      if (told === null)
        throw new NotFound(
          `edition ${editionId} did not go to ${JSON.stringify(address)}, or what was shown in it is no longer kept`,
        );
      return { editionId, address, ...told, reason: describeAppeal(told) };
    },
    print: ({ address, reason, ...told }) => `${address} ${reason}.\n\n${describe(told)}`,
  }),
  defineCommand<AppealEffect>({
    name: 'editions appeal-effect',
    summary:
      'Measure what asking for support brought: those who were asked, against those held back by chance.',
    usage: (command) =>
      command
        .argument('[edition]', 'its id')
        .option('--since <day>', 'all editions since then, such as 2026-10-01')
        .option('--days <number>', 'how long a gift counts', wholeNumber, 30),
    run: ({ services }, [id], options) => {
      const { since, days } = options as { since?: string; days: number };
      if ((id === undefined) === (since === undefined))
        throw new InvalidInput('name an edition, or --since a day, and not both');
      const chosen = given({
        editionId: id === undefined ? undefined : parseId(id),
        since: since === undefined ? undefined : parseDay(since),
      });
      return appealEffect(services.db, { ...chosen, days });
    },
    print: printEffect,
  }),
];

function parseDay(text: string): Date {
  const at = new Date(`${text}T00:00:00Z`);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at.getTime())) return at;
  throw new InvalidInput(`--since is ${JSON.stringify(text)}; write a day such as 2026-10-01`);
}

function printEffect({ editions, days, isComplete, shown, heldBack, ...rest }: AppealEffect): string {
  const share = (value: number): string => `${(value * 100).toFixed(2)} %`;
  const rows = Object.entries({ shown, 'held back': heldBack }).map(([who, group]) => ({
    who,
    readers: group.readers,
    gave: group.gave,
    traced: group.traced,
    share: share(group.share),
    interval: `${share(group.low)} to ${share(group.high)}`,
  }));
  const { share: more, low, high } = rest.difference;
  return [
    `${editions.length === 1 ? `Edition ${editions[0]}` : `${editions.length} editions`}, gifts within ${days} days${isComplete ? '' : ', which are not over yet'}`,
    table(rows, ''),
    `Difference ${share(more)} (${share(low)} to ${share(high)}). ${rest.method}.`,
  ].join('\n\n');
}
