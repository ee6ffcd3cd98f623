import { hashAddress } from '../address-hash.ts';
import { liftByStaff, listSuppressions, type Stream, suppress } from '../delivery/suppress.ts';
import { InvalidInput } from '../errors.ts';
import type { Services } from '../services.ts';
import { parseAddress } from '../subscribers/address.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { table } from './print.ts';
import { list, wholeNumber } from './values.ts';

export const suppressionCommands: CommandSpec[] = [
  defineCommand<{ address: string; streams: string[] }>({
    name: 'suppressions add',
    summary: 'Send nothing more to an address.',
    usage: (command) =>
      command.argument('<address>').option('--streams <names>', 'of bulk, service and staff', list, ['bulk']),
    run: async ({ services, actor }, [text = ''], options) => {
      const { address, hash } = readAddress(services, text);
      const streams = options['streams'] as Stream[];
      const wrong = streams.filter((stream) => !['bulk', 'service', 'staff'].includes(stream));
      if (streams.length === 0 || wrong.length > 0)
        throw new InvalidInput(
          `--streams is ${JSON.stringify(streams.join(','))}; one or more of bulk, service and staff are allowed`,
        );
      await suppress(services.db, actor, { addressHash: hash, address, reason: 'manual', streams });
      return { address, streams };
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
  defineCommand<{ address: string; lifted: number }>({
    name: 'suppressions remove',
    summary: 'Lift every suppression of an address.',
    usage: (command) => command.argument('<address>'),
    run: async ({ services, actor }, [text = '']) => {
      const { address, hash } = readAddress(services, text);
      return { address, lifted: await liftByStaff(services.db, actor, hash) };
    },
    print: ({ address, lifted }) =>
      lifted === 0 ? `${address} was not suppressed.` : `${lifted} suppressions of ${address} lifted.`,
  }),
];

function readAddress({ config }: Services, text: string): { address: string; hash: Buffer } {
  const { address, key } = parseAddress(text);
  return { address, hash: hashAddress(config.suppressionKey, key) };
}
