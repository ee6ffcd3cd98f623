import { createResolver } from '../delivery/dns/ask.ts';
import type { Check } from '../delivery/finding.ts';
import { AppError } from '../errors.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { runChecks } from './doctor-checks.ts';
import { inboundCommand } from './doctor-inbound.ts';
import { keysCommand } from './doctor-keys.ts';

export const doctorCommands: CommandSpec[] = [
  defineCommand<Check[]>({
    name: 'doctor',
    summary:
      'Check that everything is there to send: database, queue, relays, signing, DNS, publication, sender, names.',
    // As the program itself: what stands after `keys` is an option of `doctor keys`.
    usage: (command) => command.enablePositionalOptions(),
    run: async ({ services }) => {
      const checks = await runChecks(services, createResolver());
      if (checks.every(({ state }) => state !== 'failed')) return checks;
      throw new AppError('unhealthy', 500, `not everything is well:\n${printChecks(checks)}`);
    },
    print: printChecks,
  }),
  keysCommand,
  inboundCommand,
];

const marks = { ok: '✓', warning: '!', failed: '✗' };

function printChecks(checks: Check[]): string {
  return checks
    .map(({ name, state, detail, fix }) => {
      const line = `${marks[state]} ${name}: ${detail}`;
      return fix === null ? line : `${line}\n    ${fix.replaceAll('\n', '\n    ')}`;
    })
    .join('\n');
}
