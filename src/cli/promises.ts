import { approvedWith } from '../editions/edition-articles.ts';
import { keepPromise } from '../topics/promises/keep-promise.ts';
import { makePromise, withdrawPromise } from '../topics/promises/make-promise.ts';
import { listPromises, type TopicPromise } from '../topics/promises/promise.ts';
import { withSlug } from './ballots.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { describe, table } from './print.ts';
import { given, wholeNumber } from './values.ts';

interface Kept extends TopicPromise {
  /** Editions with the article that were approved before, and have not gone out. */
  approvedWithIt: number[];
}

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
  defineCommand<Kept>({
    name: 'ballots keep',
    summary: 'Say which article keeps the promise; its voters hear of it in the next digest.',
    usage: (command) => withSlug(command).requiredOption('--article <id or address>', 'what came of it'),
    run: async ({ services: { db }, actor }, [slug = ''], options) => {
      const promise = await keepPromise(db, actor, slug, String(options['article']));
      return { ...promise, approvedWithIt: await approvedWith(db, promise.article?.url ?? '') };
    },
    print: ({ approvedWithIt: approved, ...promise }) => {
      const again =
        approved.length === 0
          ? ''
          : `\nThe article stands in what is approved already (${approved.join(', ')}): approve that again to tell them there.`;
      return `${describe(promise)}\n\nThose who voted for it hear of it in the digest that is approved next: above the article, or in a line of its own.${again}`;
    },
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
