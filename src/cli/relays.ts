import type { Command } from 'commander';
import {
  addRelay,
  listRelays,
  type RelayAddition,
  type RelayChanges,
  type RelayStatus,
  setRelay,
} from '../delivery/relays/settings.ts';
import { endWarmUp, startWarmUp } from '../delivery/relays/warm-up.ts';
import { InvalidInput, NotFound } from '../errors.ts';
import type { Services } from '../services.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { describe, table } from './print.ts';
import { given, onOff, wholeNumber } from './values.ts';

export const relayCommands: CommandSpec[] = [
  defineCommand<RelayStatus>({
    name: 'relays add',
    summary: 'Add an SMTP server to hand mail to; once there is one, SMTP_URL is not used any more.',
    usage: (command) =>
      withOptions(
        command
          .argument('<name>', 'a short name such as main, for good')
          .requiredOption('--host <host>')
          .requiredOption('--port <port>', 'such as 587', wholeNumber),
      ),
    run: async ({ services, actor }, [name = ''], options) => {
      await addRelay(services.db, actor, { ...changesIn(options), name } as RelayAddition);
      return statusOf(services, name);
    },
    print: printRelay,
  }),
  defineCommand<RelayStatus>({
    name: 'relays set',
    summary: 'Change a relay; it is tried again at once.',
    usage: (command) =>
      withOptions(
        command
          .argument('<name>')
          .option('--host <host>')
          .option('--port <port>', 'such as 587', wholeNumber)
          .option('--enabled <on|off>', 'whether mail goes to it', onOff),
      ),
    run: async ({ services, actor }, [name = ''], options) => {
      await setRelay(services.db, actor, name, changesIn(options));
      return statusOf(services, name);
    },
    print: printRelay,
  }),
  defineCommand<RelayStatus>({
    name: 'relays warm-up',
    summary: "Let a new sender's limit of a day grow by a plan, from today on; again begins anew.",
    usage: (command) =>
      command
        .argument('<name>')
        .option('--start <number>', 'messages on the first day; 500 without it', wholeNumber)
        .option('--days <number>', '2 to 180; 30 without it', wholeNumber)
        .option(
          '--target <number>',
          "messages on the last day; the relay's limit of a day without it, or 50000",
          wholeNumber,
        )
        .option('--end', 'end it before its time'),
    run: async ({ services, actor }, [name = ''], { json: _json, end, ...plan }) => {
      if (end === true && Object.keys(plan).length > 0)
        throw new InvalidInput('--end ends the plan; --start, --days and --target are of a new one');
      if (end === true) await endWarmUp(services.db, actor, name);
      else await startWarmUp(services.db, actor, name, plan);
      return statusOf(services, name);
    },
    print: printRelay,
  }),
  defineCommand<RelayStatus[]>({
    name: 'relays list',
    summary: 'List the relays: their state, and what of their limits is used.',
    run: ({ services }) => listRelays(services.db, services.config),
    print: (relays) =>
      table(
        relays.map(({ name, host, port, weight, state, restingUntil, lastError, limits, used, warmUp }) => ({
          name,
          address: `${host}:${port}`,
          weight,
          state,
          restingUntil,
          perSecond: limits.perSecond,
          hour: usedOf(used.lastHour, limits.perHour),
          day: usedOf(used.lastDay, dayLimitOf(limits.perDay, warmUp)),
          warmUp: warmUp === null ? null : `day ${warmUp.day} of ${warmUp.days}`,
          lastError,
        })),
        'There are no relays; mail goes to the one of SMTP_URL.',
      ),
  }),
];

function withOptions(command: Command): Command {
  return command
    .option('--username <name>', 'to sign in with; the password is in RELAY_<NAME>_PASSWORD. "none" is none')
    .option('--security <how>', 'starttls, tls or none; starttls without it')
    .option('--weight <number>', 'its share of the messages, 1 to 1000', wholeNumber)
    .option('--connections <number>', 'of each worker process, 1 to 100', wholeNumber)
    .option('--per-second <number>', 'messages at the most, or none', numberOrNone)
    .option('--per-hour <number>', 'messages at the most, or none', numberOrNone)
    .option('--per-day <number>', 'messages at the most, or none', numberOrNone);
}

/** Commander takes a null for nothing given, so "none" stays a word until here. */
function changesIn({ json: _json, ...options }: Record<string, unknown>): RelayChanges {
  const entries = Object.entries(options).map(([name, value]) => [
    name,
    value === 'none' && isNullable(name) ? null : value,
  ]);
  return given(Object.fromEntries(entries));
}

function isNullable(name: string): boolean {
  return ['username', 'perSecond', 'perHour', 'perDay'].includes(name);
}

function numberOrNone(text: string): number | 'none' {
  return text === 'none' ? text : wholeNumber(text);
}

async function statusOf({ db, config }: Services, name: string): Promise<RelayStatus> {
  const relay = (await listRelays(db, config)).find((one) => one.name === name);
  if (relay === undefined) throw new NotFound(`there is no relay ${JSON.stringify(name)}`);
  return relay;
}

function printRelay({ missing, ...relay }: RelayStatus): string {
  const hint = missing === null ? '' : `\n\nSet ${missing}, or ${missing}_FILE, for the workers.`;
  return `${describe(relay)}${hint}`;
}

function dayLimitOf(perDay: number | null, warmUp: RelayStatus['warmUp']): number | null {
  return warmUp === null ? perDay : Math.min(perDay ?? warmUp.today, warmUp.today);
}

function usedOf(used: number, limit: number | null): string {
  return limit === null ? String(used) : `${used} of ${limit}`;
}
