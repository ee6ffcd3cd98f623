import { hashAddress } from '../address-hash.ts';
import { liftByStaff, listSuppressions, type Stream } from '../delivery/suppress.ts';
import { InvalidInput } from '../errors.ts';
import { parseAddress } from '../subscribers/address.ts';
import { suppressAddress } from '../subscribers/suppress-address.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { table } from './print.ts';
import { list, wholeNumber } from './values.ts';

export const suppressionCommands: CommandSpec[] = [
  defineCommand<{ address: string; streams: string[] }>({
    name: 'suppressions add',
    summary: 'Send nothing more to an address, at once.',
    usage: (command) =>
      command.argument('<address>').option('--streams <names>', 'of bulk, service and staff', list, ['bulk']),
    run: async ({ services, actor }, [text = ''], options) => {
      const streams = options['streams'] as Stream[];
      const wrong = streams.filter((stream) => !['bulk', 'service', 'staff'].includes(stream));
      if (streams.length === 0 || wrong.length > 0)
        throw new InvalidInput(
          `--streams is ${JSON.stringify(streams.join(','))}; one or more of bulk, service and staff are allowed`,
        );
      return { address: await suppressAddress(services, actor, text, streams), streams };
    },
    print: ({ address, streams }) => `${address} gets no ${streams.join(', ')} mail any more.`,
  }),
  defineCommand<Awaited<ReturnType<typeof listSuppressions>>>({
    name: 'suppressions list',
    summary: 'List who is not mailed and why, the newest first.',
    usage: (command) => command.option('--limit <number>', 'at the most', wholeNumber, 50),
    run: ({ services }, _args, options) => listSuppressions(services.db, options['limit'] as number),
    print: (rows) => table(rows, 'Nobody is suppressed.'),
  }),
  defineCommand<{ address: string; lifted: string[]; left: string[] }>({
    name: 'suppressions remove',
    summary: "Lift hard bounces of an address and what was added by hand; a person's own no stays.",
    usage: (command) => command.argument('<address>'),
    run: async ({ services, actor }, [text = '']) => {
      const { address, key } = parseAddress(text);
      const addressHash = hashAddress(services.config.suppressionKey, key);
      return { address, ...(await liftByStaff(services.db, actor, addressHash)) };
    },
    print: ({ address, lifted, left }) =>
      [
        lifted.length > 0 && `Lifted of ${address}: ${lifted.join(', ')}.`,
        left.length > 0 &&
          `Left of ${address}: ${left.join(', ')}; only the person lifts that, by subscribing and confirming.`,
        lifted.length + left.length === 0 && `${address} was not suppressed.`,
      ]
        .filter((line) => line !== false)
        .join('\n'),
  }),
];
