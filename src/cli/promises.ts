import { keepPromise } from '../topics/promises/keep-promise.ts';
import { makePromise, withdrawPromise } from '../topics/promises/make-promise.ts';
import { listPromises, type TopicPromise } from '../topics/promises/promise.ts';
import { withSlug } from './ballots.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { describe, table } from './print.ts';
import { given, wholeNumber } from './values.ts';

export const promiseCommands: CommandSpec[] = [
  defineCommand<TopicPromise>({
    name: 'ballots promise',
    summary: 'Say who reports what won a ballot, and by when; said again, it is changed.',
    usage: (command) =>
      withSlug(command)
        .requiredOption('--reporter <name>', 'who reports it')
        .requiredOption('--due <day>', 'by when, such as 2026-12-24')
        .option('--option <number>', 'of tied ones the one that is chosen', wholeNumber),
    run: ({ services, actor }, [slug = ''], options) => {
      const { reporter, due, option } = options as { reporter: string; due: string; option?: number };
      return makePromise(services.db, actor, slug, { reporter, dueOn: due, ...given({ option }) });
    },
    print: describe,
  }),
  defineCommand<TopicPromise>({
    name: 'ballots keep',
    summary: 'Say which article keeps the promise; its voters hear of it in the digest with that article.',
    usage: (command) => withSlug(command).requiredOption('--article <id or address>', 'what came of it'),
    run: ({ services, actor }, [slug = ''], options) =>
      keepPromise(services.db, actor, slug, String(options['article'])),
    print: describe,
  }),
  defineCommand<TopicPromise>({
    name: 'ballots withdraw',
    summary: 'Say that the promise of a ballot cannot be kept, and why.',
    usage: (command) => withSlug(command).requiredOption('--reason <text>', 'what patrons are told'),
    run: ({ services, actor }, [slug = ''], options) =>
      withdrawPromise(services.db, actor, slug, String(options['reason'])),
    print: describe,
  }),
  defineCommand<TopicPromise[]>({
    name: 'ballots promises',
    summary: 'List what was promised, those to be kept first.',
    run: ({ services }) => listPromises(services.db, new Date()),
    print: (rows) =>
      table(
        rows.map(({ slug, state, option, reporter, dueOn }) => ({ slug, state, option, reporter, dueOn })),
        'Nothing has been promised yet.',
      ),
  }),
];
