import { hashAddress } from '../address-hash.ts';
import {
  listServiceMails,
  readServiceBalances,
  type ServiceBalance,
  showServiceMail,
} from '../delivery/show-service-mails.ts';
import { parseAddress } from '../subscribers/address.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { describe, table } from './print.ts';
import { given, wholeNumber } from './values.ts';

export const serviceMailCommands: CommandSpec[] = [
  defineCommand<Awaited<ReturnType<typeof listServiceMails>>>({
    name: 'service-mails list',
    summary: 'List confirmations, sign-in links and other mails to one person, the newest first.',
    usage: (command) =>
      command
        .option('--state <state>', 'such as uncertain or failed')
        .option('--to <address>', 'only to this address')
        .option('--limit <number>', 'at the most', wholeNumber, 20),
    run: ({ services }, _args, options) => {
      const { state, to, limit } = options as { state?: string; to?: string; limit: number };
      const key = services.config.suppressionKey;
      const addressHash = to === undefined ? undefined : hashAddress(key, parseAddress(to).key);
      return listServiceMails(services.db, { ...given({ state, addressHash }), limit });
    },
    print: (mails) => table(mails, 'There are no such mails.'),
  }),
  defineCommand<Awaited<ReturnType<typeof showServiceMail>>>({
    name: 'service-mails show',
    summary: 'Show what became of one mail to one person: attempts, relay, reply; not what it says.',
    usage: (command) => command.argument('<id>', 'as in service-mails list', wholeNumber),
    run: ({ services }, [id = '']) => showServiceMail(services.db, Number(id)),
    print: describe,
  }),
  defineCommand<ServiceBalance[]>({
    name: 'service-mails status',
    summary: 'Show the balance of each kind of mail to one person.',
    usage: (command) => command.option('--hours <number>', 'of those queued since', wholeNumber, 24),
    run: ({ services }, _args, options) =>
      readServiceBalances(services.db, new Date(Date.now() - Number(options['hours']) * 3_600_000)),
    print: (balances) => table(balances, 'None was queued in this time.'),
  }),
];
