import { InvalidInput } from '../errors.ts';
import { keptElsewhere } from '../kept-elsewhere.ts';
import { requireNewsletter } from '../publication/newsletters.ts';
import { type Added, addSubscriber } from '../subscribers/add-subscriber.ts';
import { eraseSubscriber } from '../subscribers/erase.ts';
import { exportSubscribers } from '../subscribers/export.ts';
import { importSubscribers, type ImportResult } from '../subscribers/import.ts';
import { showSubscriber } from '../subscribers/show-subscriber.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { describe, table } from './print.ts';
import { list } from './values.ts';

export const subscriberCommands: CommandSpec[] = [
  defineCommand<{ address: string; outcome: Added }>({
    name: 'subscribers add',
    summary: 'Add somebody who is known to have agreed.',
    usage: (command) =>
      command
        .argument('<address>')
        .requiredOption('--newsletters <slugs>', 'such as daily,weekly', list)
        .requiredOption('--attest <text>', 'how you know that the person has agreed; kept as the proof')
        .option('--name <name>', '', '')
        .option('--language <tag>', 'of pages and notices'),
    run: async ({ services, actor }, [address = ''], options) => {
      const { newsletters, attest, name, language } = options as {
        newsletters: string[];
        attest: string;
        name: string;
        language?: string;
      };
      const newsletterIds = await Promise.all(
        newsletters.map(async (slug) => (await requireNewsletter(services.db, slug)).id),
      );
      const outcome = await addSubscriber(services, {
        actor,
        address,
        name,
        language: language ?? null,
        newsletterIds,
        attestation: attest,
        source: 'command-line',
      });
      return { address, outcome };
    },
    print: ({ address, outcome }) =>
      outcome === 'refused'
        ? `${address} has left or may not be mailed, and stays so.`
        : `${address}: ${outcome}.`,
  }),
  defineCommand<ImportResult>({
    name: 'subscribers import',
    summary: 'Add people from a CSV file; who has left stays away.',
    usage: (command) =>
      command
        .argument('<file>', 'with a column of addresses in its first row')
        .requiredOption('--newsletters <slugs>', 'such as daily,weekly', list)
        .requiredOption('--attest <text>', 'how these people have agreed; kept as the proof'),
    run: async ({ services, actor, progress }, [path = ''], options) => {
      const bar = progress('Importing');
      const { newsletters, attest } = options as { newsletters: string[]; attest: string };
      try {
        return await importSubscribers(services, {
          actor,
          path,
          newsletters,
          attestation: attest,
          onProgress: (done, total) => bar.update(done, total),
        });
      } finally {
        bar.end();
      }
    },
    print: ({ problems, ...counts }) =>
      `${describe(counts)}${problems.length === 0 ? '' : `\n\n${table(problems, '')}`}`,
  }),
  defineCommand<{ exported: number; file: string }>({
    name: 'subscribers export',
    summary: 'Write everybody to a CSV file, with what they subscribe to and their membership.',
    usage: (command) => command.argument('<file>', 'that is made; one that exists is not overwritten'),
    run: async ({ services, actor }, [file = '']) => ({
      exported: await exportSubscribers(services.db, actor, file, keptElsewhere),
      file,
    }),
    print: ({ exported, file }) => `${exported} people written to ${file}.`,
  }),
  defineCommand<Awaited<ReturnType<typeof showSubscriber>>>({
    name: 'subscribers show',
    summary: 'Show all that is kept of a person.',
    usage: (command) => command.argument('<address>'),
    run: ({ services }, [address = '']) => showSubscriber(services, address, keptElsewhere),
    print: printSubscriber,
  }),
  defineCommand<{ erased: string }>({
    name: 'subscribers erase',
    summary: 'Erase a person; only a keyed hash stays, so that no import brings the address back.',
    usage: (command) => command.argument('<address>').option('--yes', 'it is meant; it cannot be undone'),
    run: async ({ services, actor }, [address = ''], options) => {
      if (options['yes'] !== true)
        throw new InvalidInput(`this erases ${address} for good. Say --yes to do it`);
      await eraseSubscriber(services, actor, address, keptElsewhere);
      return { erased: address };
    },
    print: ({ erased }) => `${erased} is erased.`,
  }),
];

function printSubscriber({
  subscriptions,
  consents,
  suppressions,
  confirmations,
  signIns,
  sessions,
  serviceMails,
  deliveries,
  attempts,
  events,
  elsewhere,
  ...person
}: Awaited<ReturnType<typeof showSubscriber>>): string {
  return [
    describe(person),
    part('Subscriptions', subscriptions, ['newsletterId', 'state', 'confirmedAt', 'endedAt']),
    part('Proofs', consents, ['at', 'action', 'newsletterId', 'source', 'wording', 'evidence']),
    part('Suppressions', suppressions, ['reason', 'streams', 'createdAt', 'createdBy', 'liftedAt']),
    part('Confirmations asked for', confirmations, ['createdAt', 'newsletterIds', 'expiresAt', 'usedAt']),
    part('Links to sign in', signIns, ['createdAt', 'expiresAt', 'usedAt']),
    part('Sessions', sessions, ['createdAt', 'lastSeenAt', 'expiresAt']),
    part('Service mails', serviceMails, ['createdAt', 'kind', 'language', 'state']),
    part('Deliveries', deliveries, ['editionId', 'state', 'reason', 'updatedAt']),
    part('Attempts at them', attempts, ['editionId', 'at', 'outcome', 'reply', 'reason']),
    part('Events', events, ['at', 'kind', 'editionId', 'data']),
    ...Object.entries(elsewhere).map(([name, rows]) => `${name}\n${table(rows.map(inOneColumn), 'none')}`),
  ].join('\n\n');
}

/** Rows of different kinds stand under each other. */
function inOneColumn({ kind, at, ...what }: Record<string, unknown>): object {
  return { kind, at, what };
}

/** A heading with rows below it, of which some columns are shown. */
function part<T extends object>(heading: string, rows: T[], columns: Array<keyof T & string>): string {
  const shown = rows.map((row) => Object.fromEntries(columns.map((name) => [name, row[name]])));
  return `${heading}\n${table(shown, 'none')}`;
}
