import { setTimeout as sleep } from 'node:timers/promises';
import { type Balance, readBalance } from '../delivery/balance.ts';
import { cancelSend, pauseSend, resumeSend } from '../delivery/control.ts';
import { countByRevision, type RevisionCount } from '../delivery/correct-send.ts';
import { correct, type Corrected } from '../editions/correct.ts';
import { discard } from '../editions/discard.ts';
import { requireEdition } from '../editions/edition.ts';
import { holdBack } from '../editions/hold.ts';
import { launchEdition } from '../editions/launch.ts';
import { InvalidInput } from '../errors.ts';
import { type SendPriority, sendPriorities } from '../publication/newsletters.ts';
import type { Services } from '../services.ts';
import { type CommandContext, type CommandSpec, defineCommand } from './command.ts';
import { parseId, withId } from './edition-id.ts';
import { describe, table } from './print.ts';
import { given } from './values.ts';

const pollMs = 500;

/** What is done with an edition once it is approved. */
export const sendCommands: CommandSpec[] = [
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
  defineCommand<{ editionId: number; state: string }>({
    name: 'editions hold',
    summary:
      'Take back the approval of an edition that has not gone out; no rule sends it until it is approved.',
    usage: withId,
    run: async ({ services, actor }, [id = '']) => {
      const editionId = parseId(id);
      await holdBack(services.db, { editionId, actor });
      return { editionId, state: 'draft' };
    },
    print: ({ editionId }) => `Edition ${editionId} is held until it is approved.`,
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
];

function parsePriority(text: string | undefined): SendPriority | undefined {
  const known = sendPriorities.find((priority) => priority === text);
  if (text === undefined || known !== undefined) return known;
  throw new InvalidInput(`--priority is ${JSON.stringify(text)}; ${sendPriorities.join(' or ')} is allowed`);
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
async function followSend(
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
