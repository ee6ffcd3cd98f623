import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { InvalidInput } from '../errors.ts';
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
    run: async ({ services }, [address = ''], options) => {
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
    run: async ({ services, progress }, [path = ''], options) => {
      const bar = progress('Importing');
      const { newsletters, attest } = options as { newsletters: string[]; attest: string };
      try {
        return await importSubscribers(services, {
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
    summary: 'Write everybody to a CSV file.',
    usage: (command) => command.argument('<file>', 'that is made; one that exists is not overwritten'),
    run: async ({ services }, [file = '']) => {
      const out = createWriteStream(file, { flags: 'wx', mode: 0o600 });
      try {
        const exported = await exportSubscribers(services.db, out);
        out.end();
        await finished(out);
        return { exported, file };
      } catch (error) {
        if (error instanceof Error && 'code' in error)
          throw new InvalidInput(`${file} cannot be written: ${error.message}`);
        throw error;
      }
    },
    print: ({ exported, file }) => `${exported} people written to ${file}.`,
  }),
  defineCommand<Awaited<ReturnType<typeof showSubscriber>>>({
    name: 'subscribers show',
    summary: 'Show all that is kept of a person.',
    usage: (command) => command.argument('<address>'),
    run: ({ services }, [address = '']) => showSubscriber(services.db, address),
    print: ({ subscriptions, consents, suppressions, ...person }) =>
      [
        describe(person),
        table(
          subscriptions.map(({ newsletterId, state, confirmedAt, endedAt }) => ({
            newsletterId,
            state,
            confirmedAt,
            endedAt,
          })),
          'Subscribed to nothing.',
        ),
        table(
          consents.map(({ at, action, newsletterId, source, wording }) => ({
            at,
            action,
            newsletterId,
            source,
            wording,
          })),
          'No proofs.',
        ),
        table(
          suppressions.map(({ reason, streams, createdAt, createdBy }) => ({
            reason,
            streams,
            createdAt,
            createdBy,
          })),
          'Not suppressed.',
        ),
      ].join('\n\n'),
  }),
  defineCommand<{ erased: string }>({
    name: 'subscribers erase',
    summary: 'Erase a person; only a keyed hash stays, so that no import brings the address back.',
    usage: (command) => command.argument('<address>').option('--yes', 'it is meant; it cannot be undone'),
    run: async ({ services, actor }, [address = ''], options) => {
      if (options['yes'] !== true)
        throw new InvalidInput(`this erases ${address} for good. Say --yes to do it`);
      await eraseSubscriber(services, actor, address);
      return { erased: address };
    },
    print: ({ erased }) => `${erased} is erased.`,
  }),
];
