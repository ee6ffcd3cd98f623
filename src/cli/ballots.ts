import type { Command } from 'commander';
import { changeBallot } from '../editions/change-ballot.ts';
import { showBallotIn } from '../editions/show-ballot.ts';
import { InvalidInput } from '../errors.ts';
import { addBallot } from '../topics/ballots/add-ballot.ts';
import { closeBallot, voidBallot } from '../topics/ballots/close-ballot.ts';
import { listBallots, showBallot } from '../topics/ballots/list-ballots.ts';
import { openBallot } from '../topics/ballots/open-ballot.ts';
import { type Recount, recountBallot } from '../topics/ballots/recount.ts';
import type { BallotChange } from '../topics/ballots/values.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { parseId } from './edition-id.ts';
import { parseInstant } from './instant.ts';
import { describe, table } from './print.ts';
import { parseTopicId } from './topics.ts';
import { given, list, onOff, wholeNumber } from './values.ts';

type Shown = Awaited<ReturnType<typeof showBallot>>;
type Listed = Pick<Shown, 'slug' | 'state' | 'title' | 'openedAt' | 'closesAt' | 'votes'>;

export const ballotCommands: CommandSpec[] = [
  defineCommand<Shown>({
    name: 'ballots add',
    summary: 'Add a ballot as a draft; it opens and closes at its times, or by command.',
    usage: (command) => withOptions(withSlug(command)),
    run: async ({ services: { db }, actor }, [slug = ''], options) => {
      await addBallot(db, actor, slug, readChange(options));
      return showBallot(db, slug);
    },
    print: printBallot,
  }),
  defineCommand<Shown>({
    name: 'ballots edit',
    summary: 'Change a draft; what is open, or stands in an approved edition, stays as it is.',
    usage: (command) => withOptions(withSlug(command)),
    run: async ({ services: { db }, actor }, [slug = ''], options) => {
      await changeBallot(db, actor, slug, readChange(options));
      return showBallot(db, slug);
    },
    print: printBallot,
  }),
  defineCommand<Shown>({
    name: 'ballots open',
    summary: 'Open a draft now: who is a patron at this moment may vote.',
    usage: withSlug,
    run: async ({ services: { db }, actor }, [slug = '']) => {
      await openBallot(db, actor, slug);
      return showBallot(db, slug);
    },
    print: printBallot,
  }),
  defineCommand<Shown>({
    name: 'ballots close',
    summary: 'Close an open ballot before its time, with its result.',
    usage: withSlug,
    run: async ({ services, actor }, [slug = '']) => {
      await closeBallot(services, actor, slug);
      return showBallot(services.db, slug);
    },
    print: printBallot,
  }),
  defineCommand<Shown>({
    name: 'ballots void',
    summary: 'Void a ballot: it has no result, and its votes are taken away.',
    usage: (command) => withSlug(command).requiredOption('--reason <text>', 'what its page says'),
    run: async ({ services: { db }, actor }, [slug = ''], options) => {
      await voidBallot(db, actor, slug, String(options['reason']));
      return showBallot(db, slug);
    },
    print: printBallot,
  }),
  defineCommand<Listed[]>({
    name: 'ballots list',
    summary: 'List the ballots, the newest first.',
    usage: (command) => command.option('--limit <number>', 'at the most', wholeNumber, 50),
    run: async ({ services: { db } }, _args, { limit }) => {
      const ballots = await listBallots(db, ['draft', 'open', 'closed', 'voided'], limit as number);
      return ballots.map(({ slug, state, title, openedAt, closesAt, votes }) => ({
        slug,
        state,
        title,
        openedAt,
        closesAt,
        votes,
      }));
    },
    print: (rows) => table(rows, 'There are no ballots yet; add one with: ballots add SLUG'),
  }),
  defineCommand<Shown>({
    name: 'ballots show',
    summary: 'Show a ballot; what was voted for only once it is closed.',
    usage: withSlug,
    run: ({ services }, [slug = '']) => showBallot(services.db, slug),
    print: printBallot,
  }),
  defineCommand<{ editionId: number; ballot: string }>({
    name: 'ballots show-in',
    summary: 'Put a ballot into an edition, for those who may vote; an approved one needs approval again.',
    usage: (command) => withSlug(command).argument('<edition>', 'its id'),
    run: async ({ services, actor }, [slug = '', edition = '']) => {
      const editionId = parseId(edition);
      await showBallotIn(services, actor, { editionId, slug });
      return { editionId, ballot: slug };
    },
    print: ({ editionId, ballot }) =>
      `The ballot ${ballot} stands in edition ${editionId}; approve that again.`,
  }),
  defineCommand<Recount>({
    name: 'ballots recount',
    summary: 'Count the votes again, and say whether they are those that made the result.',
    usage: withSlug,
    run: ({ services, actor }, [slug = '']) => recountBallot(services, actor, slug),
    print: printRecount,
  }),
];

/** Declares the ballot that a command is about. */
export function withSlug(command: Command): Command {
  return command.argument('<ballot>', 'its short name, as in its address');
}

function withOptions(command: Command): Command {
  const collect = (value: string, before: string[]): string[] => [...before, value];
  return command
    .option('--title <text>')
    .option('--question <text>')
    .option('--topic <id>', 'an accepted topic as an option; once for each', collect, [])
    .option('--option <text>', 'an option in free words; once for each', collect, [])
    .option('--opens <instant>', 'such as 2026-11-24T06:30:00+02:00; "by-command" waits')
    .option('--closes <instant>')
    .option('--choices <number>', 'how many a voter may choose', wholeNumber)
    .option('--tiers <slugs>', 'who may vote; every tier without it', list)
    .option('--complimentary <on|off>', 'whether those who are given a membership vote', onOff)
    .option('--live <on|off>', 'whether totals show while it is open', onOff)
    .option('--teaser <text>', 'what other readers are told of it in an edition');
}

function readChange(options: Record<string, unknown>): BallotChange {
  const { title, question, opens, closes, choices, tiers, complimentary, live, teaser } = options;
  const topics = (options['topic'] as string[]).map((id) => ({ topicId: parseTopicId(id) }));
  const texts = (options['option'] as string[]).map((text) => ({ title: text }));
  return given({
    title,
    question,
    options: topics.length + texts.length === 0 ? undefined : [...topics, ...texts],
    opensAt: typeof opens === 'string' ? readOpening(opens) : undefined,
    closesAt: typeof closes === 'string' ? parseInstant('--closes', closes) : undefined,
    maxChoices: choices,
    tiers,
    complimentary,
    live,
    teaser,
  }) as BallotChange;
}

function readOpening(text: string): Date | null {
  if (text === 'by-command') return null;
  try {
    return parseInstant('--opens', text);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw new InvalidInput(`${error.message}, or "by-command"`, { cause: error });
  }
}

function printBallot({ options, byTier, ...ballot }: Shown): string {
  const split = byTier === null ? '' : `\n\nBy tier: ${JSON.stringify(byTier)}`;
  return `${describe(ballot)}\n\n${table(options, 'It has no options.')}${split}`;
}

function printRecount({ slug, state, votes, forged, sealed, options, sound }: Recount): string {
  const said = sound ? 'Everything is as it was.' : 'THE VOTES ARE NOT WHAT THEY WERE.';
  const rows = options === null ? '' : `\n\n${table(options, '')}`;
  return `${describe({ slug, state, votes, forged, sealed })}${rows}\n\n${said}`;
}
