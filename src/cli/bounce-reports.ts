import { type IncomingKind, incomingKinds } from '../delivery/inbound/incoming.ts';
import { listReports, showReport } from '../delivery/inbound/reports.ts';
import { type Reread, rereadReports } from '../delivery/inbound/reread.ts';
import { type Undone, undoReport } from '../delivery/inbound/undo-report.ts';
import { InvalidArgumentError } from 'commander';
import { type CommandSpec, defineCommand } from './command.ts';
import { describe, table } from './print.ts';
import { wholeNumber } from './values.ts';

/** What came back, as it was taken: `bounces classify` beside these keeps nothing. */
export const bounceReportCommands: CommandSpec[] = [
  defineCommand<Awaited<ReturnType<typeof listReports>>>({
    name: 'bounces list',
    summary: 'List what came back and what was decided, the newest first.',
    usage: (command) =>
      command
        .option('--kind <kind>', `one of ${incomingKinds.join(', ')}`, readKind)
        .option('--unread', 'only what could not be read or told to whom it is about, for you to look at')
        .option('--limit <number>', 'at the most', wholeNumber, 50),
    run: ({ services }, _args, { kind = null, unread = false, limit }) =>
      listReports(services.db, {
        kind: kind as IncomingKind | null,
        unread: unread === true,
        limit: limit as number,
      }),
    print: (rows) =>
      table(
        rows.map(({ id, at, source, kind, class: found, address, decision, undoneAt, reply }) => ({
          id,
          at,
          source,
          kind,
          class: found,
          address,
          decision: undoneAt === null ? decision : `${decision}, undone`,
          reply: reply.slice(0, 80),
        })),
        'Nothing has come back.',
      ),
  }),
  defineCommand<Awaited<ReturnType<typeof showReport>>>({
    name: 'bounces show',
    summary: 'Show one thing that came back: what was decided, why, and the mail or event itself.',
    usage: (command) => command.argument('<id>', 'as bounces list gives it', wholeNumber),
    run: ({ services }, [id]) => showReport(services.db, Number(id)),
    print: ({ mail, ...report }) => (mail === null ? describe(report) : `${describe(report)}\n\n${mail}`),
  }),
  defineCommand<Reread[]>({
    name: 'bounces reread',
    summary:
      'Read mails again that were kept for you to look at, as after an update; who did it is recorded.',
    usage: (command) =>
      command.argument('[id]', 'as bounces list gives it; without one, all of them', wholeNumber),
    run: ({ services, actor }, [id]) => rereadReports(services, actor, id === undefined ? null : Number(id)),
    print: (done) =>
      table(
        done.map(({ id, outcome, now, decision, reason }) => ({
          id,
          outcome,
          report: now,
          decision,
          reason,
        })),
        'Nothing is kept that could be read again.',
      ),
  }),
  defineCommand<Undone>({
    name: 'bounces undo',
    summary: 'Take back what a report did: lift its suppression, give back what waits, count it no more.',
    usage: (command) => command.argument('<id>', 'as bounces list gives it', wholeNumber),
    run: ({ services, actor }, [id]) => undoReport(services.db, actor, Number(id)),
    print: ({ id, address, lifted, left, restored }) =>
      [
        lifted === null
          ? `Report ${id} counts no more; no suppression was lifted with it.`
          : `Lifted of ${address ?? 'the address'}: ${lifted}. Report ${id} counts no more.`,
        restored > 0 && `Deliveries of sends that go on, which wait again: ${restored}.`,
        left.length > 0 && `What else stops the address: ${left.join(', ')}.`,
      ]
        .filter((line) => line !== false)
        .join('\n'),
  }),
];

function readKind(text: string): string {
  if ((incomingKinds as readonly string[]).includes(text)) return text;
  throw new InvalidArgumentError(`one of ${incomingKinds.join(', ')} is allowed.`);
}
