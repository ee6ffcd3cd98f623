import { letterOf } from '../text/letter-of.ts';
import type { Command } from 'commander';
import { type ReadTest, readSubjectTest } from '../delivery/subject-tests.ts';
import { type Edition, requireEdition } from '../editions/edition.ts';
import { chooseSubject, type Decision } from '../editions/subjects/decide.ts';
import {
  type Estimate,
  estimateReaders,
  estimateShares,
  type ShareEstimate,
} from '../editions/subjects/estimate.ts';
import { setSubjects } from '../editions/subjects/set-subjects.ts';
import { subjectLimits, subjectsOf } from '../editions/subjects/subject-test.ts';
import { InvalidInput } from '../errors.ts';
import type { Services } from '../services.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { parseId, withId } from './edition-id.ts';
import { table } from './print.ts';
import { wholeNumber } from './values.ts';

interface Shown {
  editionId: number;
  state: string;
  subjects: Array<{ letter: string; subject: string; preheader: string }>;
  share: number | null;
  waitMinutes: number | null;
  test: ReadTest | null;
  estimate: Estimate & { shares: ShareEstimate[] };
}

/** The subjects that an edition tries. */
export const editionSubjectCommands: CommandSpec[] = [
  defineCommand<Shown>({
    name: 'editions subjects show',
    summary: 'Show which subjects an edition tries, what such a test can tell, and what came of it.',
    usage: withId,
    run: async ({ services }, [id = '']) => show(services, await requireEdition(services.db, parseId(id))),
    print,
  }),
  defineCommand<Shown>({
    name: 'editions subjects set',
    summary:
      'Try two or three subjects on some of the readers; the rest gets the one that is clicked clearly more often, else the first. One subject alone ends that. An approved edition needs approval again.',
    usage: (command) =>
      withTexts(withId(command))
        .option(
          '--share <percent>',
          `on so many of the readers: ${subjectLimits.shares.join(', ')}`,
          wholeNumber,
          20,
        )
        .option('--wait <minutes>', 'how long their clicks are waited for, 15 to 360', wholeNumber, 60),
    run: async ({ services, actor }, [id = ''], options) => {
      const { subject, preheader, share, wait } = options as {
        subject: string[];
        preheader: string[];
        share: number;
        wait: number;
      };
      const edition = await requireEdition(services.db, parseId(id));
      const subjects = subject.map((text, place) => ({
        subject: text,
        preheader: preheader[place] ?? (place === 0 ? edition.preheader : ''),
      }));
      const change = { subjects, share, waitMinutes: wait };
      return show(services, await setSubjects(services.db, actor, edition.id, change));
    },
    print,
  }),
  defineCommand<Decision & { editionId: number }>({
    name: 'editions subjects choose',
    summary: 'End a test of subjects that goes on: the rest gets this one at once.',
    usage: (command) => withId(command).requiredOption('--winner <letter>', 'A, B or C'),
    run: async ({ services, actor }, [id = ''], options) => {
      const editionId = parseId(id);
      const winner = placeOf(String(options['winner']));
      return { editionId, ...(await chooseSubject(services, { editionId, actor, winner })) };
    },
    print: ({ editionId, winner }) => `The rest of edition ${editionId} gets subject ${letterOf(winner)}.`,
  }),
];

function withTexts(command: Command): Command {
  const collect = (text: string, before: string[]): string[] => [...before, text];
  return command
    .requiredOption('--subject <text>', 'the first one, and again for each other', collect, [])
    .option(
      '--preheader <text>',
      'of each, in the same order; one that is left out is the first one’s',
      collect,
      [],
    );
}

function placeOf(letter: string): number {
  const place = letter.toUpperCase().charCodeAt(0) - 65;
  if (letter.length === 1 && place >= 0 && place < subjectLimits.subjects) return place;
  throw new InvalidInput(`--winner is ${JSON.stringify(letter)}; A, B or C is allowed`);
}

async function show({ db }: Services, edition: Edition): Promise<Shown> {
  const estimate = await estimateReaders(db, edition.newsletterId);
  const subjects = subjectsOf(edition);
  return {
    editionId: edition.id,
    state: edition.state,
    subjects: subjects.map((one, place) => ({ letter: letterOf(place), ...one })),
    share: edition.subjectTest?.share ?? null,
    waitMinutes: edition.subjectTest?.waitMinutes ?? null,
    test: await readSubjectTest(db, edition.id),
    estimate: { ...estimate, shares: estimateShares(estimate, Math.max(2, subjects.length)) },
  };
}

function print({ subjects, share, waitMinutes, test, estimate }: Shown): string {
  const tried =
    share === null
      ? 'One subject goes to all.'
      : `Tried on ${share} % of the readers, for ${waitMinutes} minutes.`;
  const parts = [`${table(subjects, '')}\n\n${tried}`];
  if (test === null) parts.push(hintOf(estimate));
  else
    parts.push(
      table(
        test.figures.map(({ subject, ...figures }) => ({ subject: letterOf(subject), ...figures })),
        '',
      ),
    );
  if (test !== null && test.winner !== null && test.decision !== null) {
    const { reason } = test.decision.data as Decision;
    parts.push(`The rest got ${letterOf(test.winner)} (${reason}).`);
  }
  return parts.join('\n\n');
}

function hintOf({ readers, shares }: Shown['estimate']): string {
  const rows = shares.map(({ share, group, smallestLead }) => ({
    share: `${share} %`,
    'readers a subject': group,
    tells: smallestLead === null ? 'nothing' : `a lead of ${Math.round(smallestLead * 100)} % and more`,
  }));
  return `Of ${readers} readers:\n${table(rows, '')}`;
}
