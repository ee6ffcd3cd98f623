import { approve, type Approved } from '../editions/approve.ts';
import { assemble, type Assembly } from '../editions/assemble.ts';
import type { History } from '../editions/compose/contract.ts';
import { showHistory } from '../editions/compose/show-history.ts';
import { insertBlock, removeBlock } from '../editions/edit-blocks.ts';
import { editEdition } from '../editions/edit.ts';
import { type Edition, requireEdition } from '../editions/edition.ts';
import { describeDrift, type Drift, findDrift } from '../editions/drift.ts';
import { listEditions } from '../editions/list-editions.ts';
import { type RenderedAs, renderFor } from '../editions/render-for.ts';
import { schedule, unschedule } from '../editions/schedule.ts';
import { InvalidInput } from '../errors.ts';
import { requireNewsletter } from '../publication/newsletters.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { parseId, withId } from './edition-id.ts';
import { parseInstant } from './instant.ts';
import { describe, table } from './print.ts';
import { given, json, list, wholeNumber } from './values.ts';

export const editionCommands: CommandSpec[] = [
  defineCommand<Assembly>({
    name: 'editions assemble',
    summary: "Assemble a newsletter's next edition as a draft.",
    usage: (command) => command.argument('<newsletter>', 'its slug'),
    run: async ({ services, actor }, [slug = '']) => {
      const { id } = await requireNewsletter(services.db, slug);
      const assembly = await assemble(services, { newsletterId: id, cause: 'person', actor });
      return (
        assembly ?? {
          newsletter: slug,
          editionId: null,
          articles: 0,
          reason: 'it was assembled at this moment by another process',
        }
      );
    },
    print: ({ editionId, articles, reason }) =>
      editionId === null
        ? `No edition: ${reason}.`
        : `Edition ${editionId} assembled of ${articles} articles. Look at it: editions show ${editionId}`,
  }),
  defineCommand<Awaited<ReturnType<typeof listEditions>>>({
    name: 'editions list',
    summary: 'List editions, and the days that made none with the reason.',
    usage: (command) =>
      command
        .option('--newsletter <slug>', 'only of this newsletter')
        .option('--limit <number>', 'at the most', wholeNumber, 20),
    run: async ({ services }, _args, options) => {
      const { newsletter, limit } = options as { newsletter?: string; limit: number };
      const id = newsletter === undefined ? null : (await requireNewsletter(services.db, newsletter)).id;
      return listEditions(services.db, id, limit);
    },
    print: ({ editions, skipped }) => {
      const none = skipped.length === 0 ? '' : `\n\nNo edition was made:\n${table(skipped, '')}`;
      return table(editions, 'There are no editions yet; make one with: editions assemble NEWSLETTER') + none;
    },
  }),
  defineCommand<Edition & { drift: Drift[] }>({
    name: 'editions show',
    summary:
      'Show an edition with its blocks, and which of its articles have changed at their sources since.',
    usage: withId,
    run: async ({ services }, [id = '']) => {
      const edition = await requireEdition(services.db, parseId(id));
      return { ...edition, drift: await findDrift(services.db, edition) };
    },
    print: ({ drift, ...edition }) =>
      [printEdition(edition), ...drift.map((one) => `Note: ${describeDrift(one)}`)].join('\n'),
  }),
  defineCommand<Edition>({
    name: 'editions edit',
    summary:
      'Change subject, preheader or intro; an approved edition needs approval again. One that is going out stays as it is until "editions correct".',
    usage: (command) =>
      withId(command)
        .option('--subject <text>')
        .option('--preheader <text>')
        .option('--intro <text>', 'paragraphs before the first story'),
    run: ({ services, actor }, [id = ''], options) => {
      const { subject, preheader, intro } = options as Record<string, string | undefined>;
      return editEdition(services.db, actor, parseId(id), given({ subject, preheader, intro }));
    },
    print: printEdition,
  }),
  defineCommand<Edition>({
    name: 'editions insert',
    summary: 'Put a block into an edition that holds no stories, such as something for patrons.',
    usage: (command) =>
      withId(command)
        .requiredOption(
          '--block <json>',
          'such as \'{"kind":"patrons-only","v":1,"audience":"tier:breakfast","title":"…","text":"…"}\'',
          json,
        )
        .option(
          '--before <place>',
          'the block that it stands before, from 1; else before the last',
          wholeNumber,
        ),
    run: ({ services, actor }, [id = ''], options) => {
      const { block, before } = options as { block: unknown; before?: number };
      return insertBlock(services.db, actor, parseId(id), { block, ...given({ before }) });
    },
    print: printEdition,
  }),
  defineCommand<Edition>({
    name: 'editions remove',
    summary: 'Take a block out of an edition that holds no stories.',
    usage: (command) => withId(command).requiredOption('--block <place>', 'from 1', wholeNumber),
    run: ({ services, actor }, [id = ''], options) =>
      removeBlock(services.db, actor, parseId(id), Number(options['block'])),
    print: printEdition,
  }),
  defineCommand<History>({
    name: 'editions history',
    summary: 'Show who changed what of an edition, and when, the newest first.',
    usage: (command) =>
      withId(command).option('--before <version>', 'go on where the last page ended', wholeNumber),
    run: async ({ services, actor }, [id = ''], options) => {
      const { before } = options as { before?: number };
      return showHistory(services.db, actor, { editionId: parseId(id), ...given({ before }) });
    },
    print: ({ changes, older }) => {
      const rows = changes.map(({ version, at, by, text, before, after }) => {
        return { version, at, by: by.name, what: text, before: inShort(before), after: inShort(after) };
      });
      const more = older === null ? '' : `\n\nOlder: --before ${older}`;
      return table(rows, 'Nothing has been changed since it was made.') + more;
    },
  }),
  defineCommand<Approved>({
    name: 'editions approve',
    summary:
      'Freeze an edition: this text, and no other, goes out. Of one that is going out, approve a correction.',
    usage: (command) =>
      withId(command).option('--only', 'also where its newsletter has a time at which it would go out'),
    run: ({ services, actor }, [id = ''], { only }) =>
      approve(services, { editionId: parseId(id), actor, ...(only === true && { sendAt: null }) }),
    print: ({ editionId, revision, hash, correction, sendAt, warnings }) =>
      [
        `Edition ${editionId} approved as revision ${revision}, ${hash.slice(0, 12)}.`,
        ...(sendAt === null ? [] : [`It goes out at ${sendAt.toISOString()}.`]),
        ...(correction ? [`Send it to those who are left: editions correct ${editionId}`] : []),
        ...warnings.map((warning) => `Note: ${warning}`),
      ].join('\n'),
  }),
  defineCommand<{ editionId: number; sendAt: string }>({
    name: 'editions schedule',
    summary: 'Set when an approved edition goes out.',
    usage: (command) => withId(command).requiredOption('--at <instant>', 'such as 2026-11-24T06:30:00+02:00'),
    run: async ({ services, actor }, [id = ''], options) => {
      const sendAt = parseInstant('--at', String(options['at']));
      await schedule(services, { editionId: parseId(id), sendAt, actor });
      return { editionId: parseId(id), sendAt: sendAt.toISOString() };
    },
    print: ({ editionId, sendAt }) => `Edition ${editionId} goes out at ${sendAt}.`,
  }),
  defineCommand<{ editionId: number }>({
    name: 'editions unschedule',
    summary: 'Take back when an approved edition goes out; it stays approved.',
    usage: withId,
    run: async ({ services, actor }, [id = '']) => {
      await unschedule(services, { editionId: parseId(id), actor });
      return { editionId: parseId(id) };
    },
    print: ({ editionId }) => `Edition ${editionId} goes out once somebody says when.`,
  }),
  defineCommand<{ as: string; content: string }>({
    name: 'editions render',
    summary: 'Show what a reader gets of an edition; its links act for nobody.',
    usage: (command) =>
      withId(command)
        .option('--to <address>', 'the reader', 'reader@news.example')
        .option('--name <name>', "instead of the reader's own")
        .option('--as <form>', 'eml, html or text', 'text')
        .option(
          '--variant <segments>',
          "instead of the reader's own parts, such as patron,tier:breakfast or reader,appeal",
          list,
        ),
    run: async ({ services }, [id = ''], options) => {
      const { to, name, as, variant } = options as {
        to: string;
        name?: string;
        as: string;
        variant?: string[];
      };
      if (!['eml', 'html', 'text'].includes(as))
        throw new InvalidInput(`--as is ${JSON.stringify(as)}; eml, html or text is allowed`);
      const content = await renderFor(services, {
        editionId: parseId(id),
        address: to,
        ...given({ name, shows: variant && shownWith(variant) }),
        as: as as RenderedAs,
      });
      return { as, content };
    },
    print: ({ content }) => content,
  }),
];

/** A tier makes a patron, and whoever is no patron is a reader. */
function shownWith(names: string[]): string[] {
  const isPatron = names.some((name) => name === 'patron' || name.startsWith('tier:'));
  return [...new Set([isPatron ? 'patron' : 'reader', ...names])];
}

function inShort(value: unknown): string {
  if (value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function printEdition({ blocks, notes, ...edition }: Edition): string {
  const { id, number, state, subject, preheader, intro, slug, sendAt, launchedAt } = edition;
  const rows = blocks.map((block, index) => ({
    place: index + 1,
    block: block.kind,
    audience: [block.audience ?? 'everybody'].flat().join(', '),
    shows: summaryOf(block),
  }));
  const left = notes.length === 0 ? '' : `\n\n${notes.map((note) => `Note: ${note}`).join('\n')}`;
  return `${describe({ id, number, state, subject, preheader, intro, slug, sendAt, launchedAt })}\n\n${table(rows, 'It has no blocks.')}${left}`;
}

function summaryOf(block: Edition['blocks'][number]): string {
  if ('article' in block) return block.article.title;
  if ('articles' in block) return `${block.title}: ${block.articles.map(({ title }) => title).join(' | ')}`;
  if ('items' in block) return block.items.map(({ title }) => title).join(' | ');
  return 'title' in block ? block.title : '';
}
