import { type FailedPayments, readFailedPayments } from '../memberships/dunning/report.ts';
import { endMembership } from '../memberships/rails/end.ts';
import { type Granted, grantMembership } from '../memberships/rails/grant.ts';
import { importMembers, type MemberImported } from '../memberships/rails/import.ts';
import { listMemberships, showMemberships } from '../memberships/rails/list.ts';
import { type Recorded, recordTransfer } from '../memberships/rails/record-payment.ts';
import type { Membership } from '../memberships/membership.ts';
import { InvalidInput } from '../errors.ts';
import { parseCurrency, parseMoney } from '../text/money.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { describe, table } from './print.ts';
import { day, tierMap, wholeNumber } from './values.ts';

export const membershipCommands: CommandSpec[] = [
  defineCommand<Granted>({
    name: 'memberships grant',
    summary: 'Give somebody a membership that costs nothing, with an end.',
    usage: (command) =>
      command
        .argument('<address>')
        .requiredOption('--tier <slug>')
        .option('--until <day>', 'such as 2027-06-30; its end', day)
        .option('--months <number>', 'its end, counted from now', wholeNumber)
        .option('--note <text>', 'why; for the newsroom alone', ''),
    run: ({ services, actor }, [address = ''], options) => {
      const { tier, until, months, note } = options as {
        tier: string;
        until?: Date;
        months?: number;
        note: string;
      };
      const grant = { actor, address, tier, until: until ?? null, months: months ?? null, note };
      return grantMembership(services, grant);
    },
    print: printWithOverlap,
  }),
  defineCommand<Recorded>({
    name: 'memberships record-payment',
    summary: 'Record a bank transfer and what it pays for; once by its reference.',
    usage: (command) =>
      command
        .argument('<address>')
        .requiredOption('--tier <slug>')
        .requiredOption('--amount <amount>', 'such as 48 or 48.50')
        .requiredOption('--currency <code>', 'such as eur')
        .requiredOption('--months <number>', 'that it pays for', wholeNumber)
        .requiredOption('--reference <text>', 'what the bank calls the payment')
        .option('--date <day>', 'when it arrived; today where nothing is said', day),
    run: ({ services, actor }, [address = ''], options) => {
      const { amount, currency, date, ...rest } = options as {
        tier: string;
        amount: string;
        currency: string;
        months: number;
        reference: string;
        date?: Date;
      };
      const paid = amountOf(amount, currency);
      return recordTransfer(services, { actor, address, ...rest, ...paid, date: date ?? null });
    },
    print: printWithOverlap,
  }),
  defineCommand<MemberImported>({
    name: 'memberships import',
    summary: "Take the members of Patreon's CSV export; a second time changes nothing.",
    usage: (command) =>
      command
        .argument('<file>')
        .requiredOption('--attest <text>', 'where the file is from; kept with each membership')
        .option(
          '--tier-map <pairs>',
          'tiers of ours by the names of theirs, such as "Big Fan=breakfast"',
          tierMap,
          {},
        ),
    run: async ({ services, actor, progress }, [path = ''], options) => {
      const bar = progress('Importing');
      const { attest, tierMap: map } = options as { attest: string; tierMap: Record<string, string> };
      const onProgress = (done: number, total: number): void => bar.update(done, total);
      try {
        return await importMembers(services, { actor, path, attestation: attest, tierMap: map, onProgress });
      } finally {
        bar.end();
      }
    },
    print: ({ problems, overlaps, unknownColumns, ...counts }) =>
      [
        describe({ ...counts, overlapping: overlaps.length }),
        ...(unknownColumns.length === 0
          ? []
          : [`Columns that are not known, and were not read: ${unknownColumns.join(', ')}`]),
        ...(problems.length === 0 ? [] : [table(problems, '')]),
        ...(overlaps.length === 0 ? [] : [`Who has another one as well\n${table(overlaps, '')}`]),
      ].join('\n\n'),
  }),
  defineCommand<Awaited<ReturnType<typeof listMemberships>>>({
    name: 'memberships list',
    summary: 'List memberships by id, a page at a time; `live` above 1 means that a person has several.',
    usage: (command) =>
      command
        .option('--state <state>', 'incomplete, active, past-due, paused or ended')
        .option('--rail <rail>', 'stripe, gift, complimentary, transfer or import')
        .option('--tier <slug>')
        .option('--overlapping', 'those alone whose owner has more than one')
        .option('--after <id>', 'the id that the last page ended with', wholeNumber, 0)
        .option('--limit <number>', 'at the most', wholeNumber, 50),
    run: ({ services }, _args, options) => {
      const { state, rail, tier, overlapping, after, limit } = options as {
        state?: string;
        rail?: string;
        tier?: string;
        overlapping?: boolean;
        after: number;
        limit: number;
      };
      return listMemberships(services.db, {
        state: state ?? null,
        rail: rail ?? null,
        tier: tier ?? null,
        overlapping: overlapping ?? false,
        after,
        limit,
      });
    },
    print: (rows) => table(rows, 'There are none.'),
  }),
  defineCommand<Awaited<ReturnType<typeof showMemberships>>>({
    name: 'memberships show',
    summary: 'Show a membership by its id, or all of an address: payments, failures, what overlaps.',
    usage: (command) => command.argument('<id-or-address>'),
    run: ({ services }, [idOrAddress = '']) => showMemberships(services, idOrAddress),
    print: ({ memberships, payments, failedPayments, overlap }) =>
      [
        ...memberships.map((one) => describe(one)),
        `Payments\n${table(payments, 'none')}`,
        `Failed payments\n${table(failedPayments, 'none')}`,
        ...(overlap ? ['This person has more than one membership at the same time.'] : []),
      ].join('\n\n'),
  }),
  defineCommand<Membership>({
    name: 'memberships end',
    summary: 'End a membership that is not paid through Stripe, at once.',
    usage: (command) => command.argument('<id>', 'as memberships list names it', wholeNumber),
    run: ({ services, actor }, [id = '']) => endMembership(services, actor, Number(id)),
    print: sentenceOf,
  }),
  defineCommand<FailedPayments>({
    name: 'memberships failed-payments',
    summary: 'Count the payments that failed: still open, recovered, lost.',
    usage: (command) => command.option('--days <number>', 'that began within so many days', wholeNumber, 365),
    run: ({ services }, _args, options) =>
      readFailedPayments(services.db, new Date(Date.now() - (options['days'] as number) * 86_400_000)),
    print: ({ recoveryRate, ...sums }) =>
      `${describe(sums)}\n${recoveryRate === null ? 'None is over yet.' : `Recovered: ${Math.round(recoveryRate * 100)} %`}`,
  }),
];

function printWithOverlap({ outcome, membership, overlap }: Granted | Recorded): string {
  const others = overlap.map((one) => `This person has another one as well: ${sentenceOf(one)}`);
  return [`${outcome}: ${sentenceOf(membership)}`, ...others].join('\n');
}

function sentenceOf({ id, rail, state, until }: Membership): string {
  const end = until === null ? '' : `, until ${until.toISOString().slice(0, 10)}`;
  return `membership ${id} (${rail}) is ${state}${end}.`;
}

function amountOf(text: string, code: string): { amount: number; currency: string } {
  const currency = parseCurrency(code);
  if (currency === null)
    throw new InvalidInput(
      `--currency is ${JSON.stringify(code)}; a code such as eur, usd or uah is allowed`,
    );
  const amount = parseMoney(text, currency);
  if (amount === null || amount === 0)
    throw new InvalidInput(`--amount is ${JSON.stringify(text)}, which is no amount of ${currency}`);
  return { amount, currency };
}
