import { setTimeout as sleep } from 'node:timers/promises';
import { type Balance, readBalance } from '../delivery/balance.ts';
import { cancelSend, pauseSend, resumeSend } from '../delivery/control.ts';
import { countByRevision, type RevisionCount } from '../delivery/correct-send.ts';
import { approve, type Approved } from '../editions/approve.ts';
import { assemble, type Assembly } from '../editions/assemble.ts';
import { correct, type Corrected } from '../editions/correct.ts';
import { editEdition } from '../editions/edit.ts';
import { type Edition, requireEdition } from '../editions/edition.ts';
import { discard } from '../editions/discard.ts';
import { describeDrift, type Drift, findDrift } from '../editions/drift.ts';
import { launchEdition } from '../editions/launch.ts';
import { listEditions } from '../editions/list-editions.ts';
import { type RenderedAs, renderFor } from '../editions/render-for.ts';
import { schedule } from '../editions/schedule.ts';
import { InvalidInput } from '../errors.ts';
import { requireNewsletter, type SendPriority, sendPriorities } from '../publication/newsletters.ts';
import type { Services } from '../services.ts';
import { type CommandContext, type CommandSpec, defineCommand } from './command.ts';
import { describe, table } from './print.ts';
import { given, wholeNumber } from './values.ts';

const pollMs = 500;

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
  defineCommand<Approved>({
    name: 'editions approve',
    summary:
      'Freeze an edition: this text, and no other, goes out. Of one that is going out, approve a correction.',
    usage: withId,
    run: ({ services, actor }, [id = '']) => approve(services, { editionId: parseId(id), actor }),
    print: ({ editionId, revision, hash, correction, warnings }) =>
      [
        `Edition ${editionId} approved as revision ${revision}, ${hash.slice(0, 12)}.`,
        ...(correction ? [`Send it to those who are left: editions correct ${editionId}`] : []),
        ...warnings.map((warning) => `Note: ${warning}`),
      ].join('\n'),
  }),
  defineCommand<{ editionId: number; sendAt: string }>({
    name: 'editions schedule',
    summary: 'Set when an approved edition goes out.',
    usage: (command) => withId(command).requiredOption('--at <instant>', 'such as 2026-11-24T06:30:00+02:00'),
    run: async ({ services, actor }, [id = ''], options) => {
      const sendAt = parseInstant(String(options['at']));
      await schedule(services, { editionId: parseId(id), sendAt, actor });
      return { editionId: parseId(id), sendAt: sendAt.toISOString() };
    },
    print: ({ editionId, sendAt }) => `Edition ${editionId} goes out at ${sendAt}.`,
  }),
  defineCommand<Balance>({
    name: 'editions send',
    summary: 'Send an approved edition now. The workers do it; --wait follows them.',
    usage: (command) =>
      withId(command)
        .option('--priority <priority>', "normal or alert, instead of the newsletter's; an alert overtakes")
        .option('--wait', 'until it is through'),
    run: async (context, [id = ''], options) => {
      const editionId = parseId(id);
      const priority = parsePriority(options['priority'] as string | undefined);
      await launchEdition(context.services, { editionId, actor: context.actor, ...given({ priority }) });
      return options['wait'] === true
        ? followSend(context, editionId)
        : readBalance(context.services.db, editionId);
    },
    print: describe,
  }),
  defineCommand<Corrected & { status: Status }>({
    name: 'editions correct',
    summary:
      'Send the approved correction of an edition that is going out to all who are not yet sent to, and show it on its page.',
    usage: (command) => withId(command).option('--hash <beginning>', 'only where this is what was approved'),
    run: async ({ services, actor }, [id = ''], options) => {
      const { hash } = options as { hash?: string };
      const corrected = await correct(services, { editionId: parseId(id), actor, ...given({ hash }) });
      return { ...corrected, status: await readStatus(services, corrected.editionId) };
    },
    print: ({ editionId, revision, hash, status }) =>
      `Edition ${editionId} goes on as revision ${revision}, ${hash.slice(0, 12)}${status.state === 'paused' ? `; it is paused: editions resume ${editionId}` : ''}.\n\n${printStatus(status)}`,
  }),
  defineCommand<Status>({
    name: 'editions status',
    summary: 'Show the balance of a send: who has it, in which revision, who has not, and why.',
    usage: withId,
    run: ({ services }, [id = '']) => readStatus(services, parseId(id)),
    print: printStatus,
  }),
  control('pause', 'Stop handing over; it can go on.', pauseSend),
  defineCommand<Balance>({
    name: 'editions resume',
    summary: 'Let a paused send go on.',
    usage: (command) =>
      withId(command).option(
        '--override-stop-rule',
        'also where complaints or hard bounces stopped it; they do not stop this send again',
      ),
    run: async ({ services, actor }, [id = ''], options) => {
      const overrideStopRule = options['overrideStopRule'] === true;
      await resumeSend(services, parseId(id), actor, { overrideStopRule });
      return readBalance(services.db, parseId(id));
    },
    print: describe,
  }),
  defineCommand<{ editionId: number; state: string }>({
    name: 'editions cancel',
    summary: 'End a send for good, or take an edition that has not gone out off the list.',
    usage: (command) => withId(command).option('--yes', 'it is meant'),
    run: async ({ services, actor }, [id = ''], options) => {
      const editionId = parseId(id);
      const edition = await requireEdition(services.db, editionId);
      if (options['yes'] !== true)
        throw new InvalidInput(
          `this ends edition ${editionId} for good: ${edition.subject}. Say --yes to do it`,
        );
      if (edition.state === 'launched') await cancelSend(services, editionId, actor);
      else await discard(services.db, { editionId, actor });
      return { editionId, state: 'cancelled' };
    },
    print: ({ editionId }) => `Edition ${editionId} is cancelled.`,
  }),
  defineCommand<{ as: string; content: string }>({
    name: 'editions render',
    summary: 'Show what a reader gets of an edition; its links act for nobody.',
    usage: (command) =>
      withId(command)
        .option('--to <address>', 'the reader', 'reader@news.example')
        .option('--name <name>', "instead of the reader's own")
        .option('--as <form>', 'eml, html or text', 'text')
        .option('--patron', 'as a patron reads it, whoever the reader is')
        .option('--no-patron', 'as somebody reads it who does not pay'),
    run: async ({ services }, [id = ''], options) => {
      const { to, name, as, patron } = options as {
        to: string;
        name?: string;
        as: string;
        patron?: boolean;
      };
      if (!['eml', 'html', 'text'].includes(as))
        throw new InvalidInput(`--as is ${JSON.stringify(as)}; eml, html or text is allowed`);
      const content = await renderFor(services, {
        editionId: parseId(id),
        address: to,
        ...given({ name, patron }),
        as: as as RenderedAs,
      });
      return { as, content };
    },
    print: ({ content }) => content,
  }),
];

function withId(command: Parameters<NonNullable<CommandSpec['usage']>>[0]) {
  return command.argument('<edition>', 'its id');
}

function parseId(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidInput(`${JSON.stringify(text)} is not the id of an edition; "editions list" shows them`);
}

function parsePriority(text: string | undefined): SendPriority | undefined {
  const known = sendPriorities.find((priority) => priority === text);
  if (text === undefined || known !== undefined) return known;
  throw new InvalidInput(`--priority is ${JSON.stringify(text)}; ${sendPriorities.join(' or ')} is allowed`);
}

function parseInstant(text: string): Date {
  const date = new Date(text);
  if (/(Z|[+-]\d{2}:?\d{2})$/i.test(text) && !Number.isNaN(date.getTime())) return date;
  throw new InvalidInput(
    `--at is ${JSON.stringify(text)}; write it with its offset, such as 2026-11-24T06:30:00+02:00`,
  );
}

/** A send's balance, and who got which text. */
type Status = Balance & { revisions: RevisionCount[] };

async function readStatus({ db }: Services, editionId: number): Promise<Status> {
  const balance = await readBalance(db, editionId);
  return { ...balance, revisions: await countByRevision(db, editionId) };
}

function printStatus({ revisions, ...balance }: Status): string {
  if (revisions.length < 2) return describe(balance);
  const rows = revisions.map((one) => ({ ...one, hash: one.hash.slice(0, 12) }));
  return `${describe(balance)}\n\n${table(rows, '')}`;
}

type Control = (services: Services, editionId: number, actor: CommandContext['actor']) => Promise<void>;

function control(verb: string, summary: string, act: Control): CommandSpec {
  return defineCommand<Balance>({
    name: `editions ${verb}`,
    summary,
    usage: withId,
    run: async ({ services, actor }, [id = '']) => {
      await act(services, parseId(id), actor);
      return readBalance(services.db, parseId(id));
    },
    print: describe,
  });
}

/** Follows a send until it ends, or is paused by somebody. */
export async function followSend(
  { services, progress }: Pick<CommandContext, 'services' | 'progress'>,
  editionId: number,
): Promise<Balance> {
  const bar = progress('Sending');
  for (;;) {
    const balance = await readBalance(services.db, editionId);
    bar.update(balance.eligible - balance.pending, balance.eligible);
    if (balance.state !== 'sending') {
      bar.end();
      return balance;
    }
    await sleep(pollMs);
  }
}

function printEdition({ blocks, notes, ...edition }: Edition): string {
  const { id, number, state, subject, preheader, intro, slug, sendAt, launchedAt } = edition;
  const rows = blocks.map((block) => ({
    block: block.kind,
    audience: block.audience ?? 'everybody',
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
