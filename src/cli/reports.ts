import { listCorrections } from '../editions/corrections/list-corrections.ts';
import { countToCorrect, sendCorrection } from '../editions/corrections/send-correction.ts';
import { endCorrection, type Written, writeCorrection } from '../editions/corrections/write-correction.ts';
import { requireCorrection } from '../editions/corrections/correction.ts';
import { requireEdition } from '../editions/edition.ts';
import { InvalidInput } from '../errors.ts';
import { afterWords } from '../reports/pages/words.ts';
import { type Report, readReport } from '../reports/report/read-report.ts';
import { type Explained, verdictOf } from '../reports/why/answer.ts';
import { explainDelivery } from '../reports/why/explain-delivery.ts';
import { whySentences } from '../reports/why/sentences.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { parseId, withId } from './edition-id.ts';
import { describe, table } from './print.ts';
import { given, wholeNumber } from './values.ts';

type Told = Explained & { verdict: string; sentences: string[] };

/** What became of editions, why somebody got one or did not, and corrections of what has gone out. */
export const reportCommands: CommandSpec[] = [
  defineCommand<Told>({
    name: 'deliveries why',
    summary: 'Say why an address got an edition, or did not; also one that was never in its list.',
    usage: (command) => command.argument('<edition>', 'its id', wholeNumber).argument('<address>'),
    run: async ({ services, actor }, [edition = '', address = '']) => {
      const explained = await explainDelivery(services, actor, {
        editionId: Number(edition),
        whom: { address },
      });
      const sentences = whySentences(explained, afterWords('en').why, (at) => at.toISOString());
      return { ...explained, verdict: verdictOf(explained.answer), sentences };
    },
    print: ({ sentences, history }) =>
      [sentences.join('\n'), ...(history.length === 0 ? [] : [`Attempts\n${table(history, '')}`])].join(
        '\n\n',
      ),
  }),
  defineCommand<Report>({
    name: 'editions report',
    summary: 'Show what became of an edition: its balance, what came back, clicks, and what it brought.',
    usage: withId,
    run: ({ services, actor }, [id = '']) => readReport(services.db, actor, parseId(id)),
    print: printReport,
  }),
  defineCommand<Written>({
    name: 'corrections write',
    summary:
      'Say what was wrong in an edition: who got it so reads it at the top of their next digest, and nobody else.',
    usage: (command) =>
      withId(command)
        .requiredOption('--title <text>', 'what is right')
        .requiredOption('--text <text>', 'what was wrong, and what is right')
        .option('--subject <text>', 'where it is sent in a mail of its own; else "Correction:" and its title')
        .option(
          '--revisions <ids>',
          'the texts that were wrong, by commas; else every one that somebody got',
        ),
    run: ({ services, actor }, [id = ''], options) => {
      const { title = '', text = '', revisions, subject } = options as Record<string, string | undefined>;
      const revisionIds = revisions?.split(',').map(parseId);
      return writeCorrection(services.db, actor, {
        editionId: parseId(id),
        title,
        text,
        ...given({ revisionIds, subject }),
      });
    },
    print: ({ correction: { id }, drafts, approved }) =>
      [
        `Correction ${id} is written. It must not wait? corrections send ${id}`,
        ...drafts.map((draft) => `It stands in edition ${draft}, which needs approval.`),
        ...approved.map((one) => `Edition ${one} is approved, and stays as it is.`),
      ].join('\n'),
  }),
  defineCommand<Awaited<ReturnType<typeof listCorrections>>>({
    name: 'corrections list',
    summary: 'List the corrections of an edition.',
    usage: withId,
    run: async ({ services }, [id = '']) => {
      const { id: editionId } = await requireEdition(services.db, parseId(id));
      return listCorrections(services.db, editionId);
    },
    print: (rows) =>
      table(
        rows.map(({ id, title, createdAt, endedAt, ownEditionId }) => ({
          id,
          title,
          createdAt,
          endedAt,
          sentAs: ownEditionId,
        })),
        'There are none.',
      ),
  }),
  defineCommand<{ editionId: number; eligible: number }>({
    name: 'corrections send',
    summary: 'Send a correction at once, to exactly those who got what was wrong and have not been told.',
    usage: (command) =>
      command
        .argument('<correction>', 'its id', wholeNumber)
        .option('--subject <text>', 'another than it was written with; not where two people are wanted')
        .option('--yes', 'it is meant'),
    run: async ({ services, actor }, [id = ''], options) => {
      const correction = await requireCorrection(services.db, Number(id));
      const count = await countToCorrect(services.db, correction);
      const { subject, yes } = options as {
        subject?: string;
        yes?: boolean;
      };
      if (yes !== true)
        throw new InvalidInput(`this goes to ${count} readers and cannot be taken back. Say --yes`);
      return sendCorrection(services, actor, {
        correctionId: correction.id,
        ...given({ subject }),
        seen: count,
      });
    },
    print: ({ editionId, eligible }) => `Edition ${editionId} carries it to ${eligible}.`,
  }),
  defineCommand<{ correctionId: number }>({
    name: 'corrections end',
    summary: 'Let no further digest take a correction up.',
    usage: (command) => command.argument('<correction>', 'its id', wholeNumber),
    run: async ({ services, actor }, [id = '']) => {
      await endCorrection(services.db, actor, Number(id));
      return { correctionId: Number(id) };
    },
    print: ({ correctionId }) => `No further digest takes correction ${correctionId} up.`,
  }),
];

function printReport({
  edition,
  counts,
  failures,
  suppressions,
  bounces,
  clicks,
  traced,
  history,
}: Report): string {
  const { subject, newsletter, number, launchedAt, unsubscribed, complained, bounced, refused } = edition;
  const links = [...clicks.blocks.flatMap((block) => block.links), ...clicks.others];
  return [
    describe({ subject, newsletter, number, launchedAt, eligible: edition.eligible, ...counts }),
    `Failed\n${table(failures, 'none')}`,
    `Not mailed\n${table(suppressions, 'none')}`,
    `What came back\n${describe({ unsubscribed, complained, refused, bounced })}`,
    `Bounces by what was said\n${table(bounces, 'none')}`,
    `Clicks: ${clicks.people} by people as far as can be told, ${clicks.machines} by programs\n${table(links, 'no links are counted')}`,
    `Traced to it: ${traced.patrons} new patrons\n${table(traced.given, 'no money')}`,
    `Beside those before\n${table(
      history.map(({ id, sent, people, bounces: gone, patrons }) => ({
        id,
        sent,
        clicks: people,
        bounces: gone,
        patrons,
      })),
      '',
    )}`,
  ].join('\n\n');
}
