import { addArticleByUrl, addArticleFromFile, markLead } from '../articles/add-article.ts';
import type { Article } from '../articles/article.ts';
import { listArticles } from '../articles/list-articles.ts';
import { requireSource } from '../articles/sources.ts';
import { InvalidInput } from '../errors.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { table } from './print.ts';

export const articleCommands: CommandSpec[] = [
  defineCommand<Article[]>({
    name: 'articles list',
    summary: 'List articles, the newest first.',
    usage: (command) =>
      command
        .option('--source <source>', 'only of this source, by id or address')
        .option('--limit <number>', 'at the most, up to 500', '30')
        .option('--before <id>', 'go on from where the last page ended'),
    run: async ({ services }, _args, options) => {
      const { source, limit, before } = options as { source?: string; limit: string; before?: string };
      const page = {
        limit: parseCount('--limit', limit, 500),
        ...(before === undefined ? {} : { before: parseCount('--before', before, Number.MAX_SAFE_INTEGER) }),
      };
      if (source === undefined) return listArticles(services.db, page);
      return listArticles(services.db, { ...page, sourceId: (await requireSource(services.db, source)).id });
    },
    print: (articles) =>
      table(
        articles.map(({ id, publishedAt, title, categories, leadMarkedAt, url }) => ({
          id,
          publishedAt,
          title: `${leadMarkedAt ? '★ ' : ''}${title.slice(0, 70)}`,
          categories: categories.join(', '),
          url,
        })),
        'There are no articles yet; poll a source with: sources poll',
      ),
  }),
  defineCommand<Article>({
    name: 'articles add',
    summary: 'Add an article by its address, with the title, description and picture that its page names.',
    usage: (command) => command.argument('<url>'),
    run: ({ services, actor }, [url = '']) => addArticleByUrl(services, actor, url),
    print: printAdded,
  }),
  defineCommand<Article>({
    name: 'articles write',
    summary: 'Add an article from a file: "Title: …", "URL: …" and such lines, an empty line, then the text.',
    usage: (command) => command.argument('<file>'),
    run: ({ services, actor }, [file = '']) => addArticleFromFile(services, actor, file),
    print: printAdded,
  }),
  defineCommand<Article>({
    name: 'articles lead',
    summary: 'Mark an article to lead the next edition that takes it.',
    usage: (command) => command.argument('<id>').option('--off', 'take the mark away'),
    run: ({ services, actor }, [id = ''], options) =>
      markLead(services, actor, parseCount('the id', id, Number.MAX_SAFE_INTEGER), options['off'] !== true),
    print: ({ id, title, leadMarkedAt }) =>
      `Article ${id} ${leadMarkedAt ? 'is marked to lead' : 'is not marked any more'}: ${title}`,
  }),
];

function printAdded({ id, title, url }: Article): string {
  return `Article ${id}: ${title}\n${url}`;
}

function parseCount(name: string, text: string, max: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= max) return value;
  throw new InvalidInput(`${name} is ${JSON.stringify(text)}; a whole number from 1 to ${max} is allowed`);
}
