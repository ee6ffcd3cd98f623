import { type PollResult, pollSource } from '../articles/poll.ts';
import { type Preview, previewSource } from '../articles/preview.ts';
import { addSource, listSources, requireSource, type Source } from '../articles/sources.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { describe, table } from './print.ts';

export const sourceCommands: CommandSpec[] = [
  defineCommand<Source>({
    name: 'sources add',
    summary: 'Add a feed to be read.',
    usage: (command) =>
      command
        .argument('<url>', 'of an RSS, Atom or JSON feed')
        .option('--title <title>', "instead of the feed's own")
        .option('--every <seconds>', 'between two polls, 60 or more', Number),
    run: ({ services, actor }, [url = ''], options) => {
      const { title, every } = options as { title?: string; every?: number };
      const addition = {
        url,
        ...(title === undefined ? {} : { title }),
        ...(every === undefined ? {} : { pollSeconds: every }),
      };
      return addSource(services.db, actor, addition);
    },
    print: ({ id, url }) =>
      `Source ${id} added: ${url}. It is polled within a minute, or now with: sources poll ${id}`,
  }),
  defineCommand<PollResult[]>({
    name: 'sources poll',
    summary: 'Ask a source for what is new, or all of them.',
    usage: (command) => command.argument('[source]', 'its id or address; all without it'),
    run: async ({ services, progress }, [idOrUrl]) => {
      const sources =
        idOrUrl === undefined ? await listSources(services.db) : [await requireSource(services.db, idOrUrl)];
      const bar = progress('Polling');
      const results: PollResult[] = [];
      for (const source of sources) {
        results.push(await pollSource(services, source.id));
        bar.update(results.length, sources.length);
      }
      bar.end();
      return results;
    },
    print: (results) =>
      table(
        results.map(({ problems, ...rest }) => ({ ...rest, problems: problems.length })),
        'There are no sources yet; add one with: sources add URL',
      ),
  }),
  defineCommand<Awaited<ReturnType<typeof listSources>>>({
    name: 'sources list',
    summary: 'List the sources and how they are doing.',
    run: ({ services }) => listSources(services.db),
    print: (sources) =>
      table(
        sources.map(({ id, title, url, articles, lastPolledAt, failures, lastError }) => ({
          id,
          title,
          url,
          articles,
          lastPolledAt,
          failures,
          lastError,
        })),
        'There are no sources yet; add one with: sources add URL',
      ),
  }),
  defineCommand<Preview>({
    name: 'sources preview',
    summary: 'Show what a feed gives, from a file or an address, and keep nothing.',
    usage: (command) => command.argument('<file-or-url>', 'a file on this machine, or an address'),
    run: ({ services }, [fileOrUrl = '']) => previewSource(fileOrUrl, services.config.fetchAllowedOrigins),
    print: printPreview,
  }),
];

function printPreview({ title, articles, problems }: Preview): string {
  const rows = articles.map((article) => ({
    published: article.publishedAt?.slice(0, 16),
    title: article.title.slice(0, 70),
    url: article.url,
  }));
  const faults = problems.map((problem) => `  - ${problem}`);
  return [
    describe({ title, articles: articles.length }),
    '',
    table(rows, 'It has no articles.'),
    ...(faults.length > 0 ? ['', 'Could not be taken:', ...faults] : []),
  ].join('\n');
}
