import type { Command } from 'commander';
import {
  addRelay,
  listRelays,
  type RelayAddition,
  type RelayChanges,
  type RelayStatus,
  setRelay,
} from '../delivery/relays/settings.ts';
import { NotFound } from '../errors.ts';
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
  defineCommand<RelayStatus[]>({
    name: 'relays list',
    summary: 'List the relays: their state, and what of their limits is used.',
    run: ({ services }) => listRelays(services.db, services.config),
    print: (relays) =>
      table(
        relays.map(({ name, host, port, weight, state, restingUntil, lastError, limits, used }) => ({
          name,
          address: `${host}:${port}`,
          weight,
          state,
          restingUntil,
          perSecond: limits.perSecond,
          hour: usedOf(used.lastHour, limits.perHour),
          day: usedOf(used.lastDay, limits.perDay),
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

function usedOf(used: number, limit: number | null): string {
  return limit === null ? String(used) : `${used} of ${limit}`;
}
