import { readBalance } from '../delivery/balance.ts';
import { resendUncertain } from '../delivery/control.ts';
import { listDeliveries } from '../delivery/list-deliveries.ts';
import { type Pruned, pruneHistory } from '../delivery/prune-history.ts';
import { showDelivery } from '../delivery/show-delivery.ts';
import { tallyDeliveries } from '../delivery/tally.ts';
import { InvalidInput } from '../errors.ts';
import { parseAddress } from '../subscribers/address.ts';
import { findSubscriber } from '../subscribers/find-subscriber.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { describe, table } from './print.ts';
import { wholeNumber } from './values.ts';

type Life = Awaited<ReturnType<typeof showDelivery>>;
type Page = Awaited<ReturnType<typeof listDeliveries>>;

export const deliveryCommands: CommandSpec[] = [
  defineCommand<Life>({
    name: 'deliveries show',
    summary: 'Show the life of one delivery: each attempt with its reply, and what was heard of it later.',
    usage: (command) => command.argument('<edition>', 'its id', wholeNumber).argument('<address>'),
    run: async ({ services }, [edition = '', address = '']) => {
      const { key: addressKey } = parseAddress(address);
      const subscriberId = (await findSubscriber(services.db, address))?.id ?? null;
      return showDelivery(services, Number(edition), { addressKey, subscriberId });
    },
    print: printLife,
  }),
  defineCommand<Page>({
    name: 'deliveries list',
    summary: 'List the deliveries of an edition, a page at a time.',
    usage: (command) =>
      command
        .requiredOption('--edition <id>', 'its id', wholeNumber)
        .option('--state <state>', 'only those waiting, deferred, sent, failed, uncertain …')
        .option('--limit <number>', 'rows of a page, 10000 at the most', wholeNumber, 100)
        .option('--after <place>', 'the "next" of the page before'),
    run: ({ services }, _args, options) => {
      const { edition, state, limit, after } = options as {
        edition: number;
        state?: string;
        limit: number;
        after?: string;
      };
      return listDeliveries(services.db, { editionId: edition, state, limit, after });
    },
    print: ({ deliveries, next }) =>
      table(deliveries, 'There are none.') + (next === null ? '' : `\n\nMore: --after ${next}`),
  }),
  defineCommand<Awaited<ReturnType<typeof tallyDeliveries>>>({
    name: 'deliveries tally',
    summary: 'Count the deliveries of an edition by state, relay, class of the reply, text and audience.',
    usage: (command) => command.argument('<edition>', 'its id', wholeNumber),
    run: ({ services }, [edition = '']) => tallyDeliveries(services.db, Number(edition)),
    print: (rows) => table(rows, 'It went to nobody.'),
  }),
  defineCommand<Pruned>({
    name: 'deliveries prune',
    summary: 'Delete detail older than KEEP_DELIVERIES_DAYS now; the workers do it every hour. Counts stay.',
    run: ({ services }) => pruneHistory(services, new AbortController().signal),
    print: describe,
  }),
  defineCommand<{ editionId: number; waiting: number }>({
    name: 'deliveries resend-uncertain',
    summary: 'Send an edition again to those of whom it is not known whether they got it; some may get two.',
    usage: (command) =>
      command.argument('<edition>', 'its id', wholeNumber).option('--yes', 'it is meant: some may get two'),
    run: async ({ services, actor }, [edition = ''], options) => {
      const editionId = Number(edition);
      const { uncertain } = await readBalance(services.db, editionId);
      if (options['yes'] !== true)
        throw new InvalidInput(
          `of edition ${editionId}, ${uncertain} are uncertain; some of them may get two. Say --yes`,
        );
      return { editionId, waiting: await resendUncertain(services, editionId, actor) };
    },
    print: ({ editionId, waiting }) =>
      waiting === 0
        ? `Nobody of edition ${editionId} is uncertain.`
        : `${waiting} of edition ${editionId} wait again.`,
  }),
];

function printLife({ history, news, reports, suppressions, ...delivery }: Life): string {
  return [
    describe(delivery),
    `Attempts\n${table(history, 'none yet')}`,
    `Heard of it later\n${table(news, 'nothing')}`,
    `What came back\n${table(reports, 'nothing')}`,
    `Suppressions of the address\n${table(suppressions, 'none')}`,
  ].join('\n\n');
}
