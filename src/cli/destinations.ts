import { clearDestination, type CoolingStatus, listCoolings } from '../delivery/destinations/list.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { table } from './print.ts';

export const destinationCommands: CommandSpec[] = [
  defineCommand<CoolingStatus[]>({
    name: 'destinations list',
    summary: 'List the destinations that are left alone or paced for now: since and until when, and why.',
    run: ({ services }) => listCoolings(services.db),
    print: (coolings) =>
      table(
        coolings.map(({ perMinute, alert, ...rest }) => ({
          ...rest,
          perMinute: perMinute === 0 ? 'nothing' : perMinute,
          alert: alert ? 'look at it' : null,
        })),
        'No destination cools; each gets its mail as fast as the relays take it.',
      ),
  }),
  defineCommand<{ destination: string; ended: number }>({
    name: 'destinations clear',
    summary: 'Let mail go to a destination again before its time.',
    usage: (command) =>
      command
        .argument('<destination>', 'such as gmail, or a domain')
        .option('--relay <name>', 'only over this one'),
    run: async ({ services, actor }, [destination = ''], { relay = null }) => ({
      destination,
      ended: await clearDestination(services.db, actor, destination, relay as string | null),
    }),
    print: ({ destination }) => `Mail goes to ${destination} again, within two seconds.`,
  }),
];
