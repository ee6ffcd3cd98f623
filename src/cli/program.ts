import { userInfo } from 'node:os';
import { Command } from 'commander';
import { openServices, prepareConfig } from '../local/open-services.ts';
import type { CommandSpec } from './command.ts';
import { loadCommands } from './commands.ts';
import { createProgress } from './progress.ts';

/**
 * The command line with the commands that begin with a word, or with every command where none does; it throws
 * commander's errors where its caller must end.
 */
export async function createProgram(noun?: string): Promise<Command> {
  const program = new Command('broadsheet')
    .description('The newsletter and membership desk of a reader-funded newsroom.')
    .helpCommand(false)
    // Else an option after `doctor keys` would be taken for one of `doctor`.
    .enablePositionalOptions()
    .showHelpAfterError('(--help shows how)')
    .exitOverride();
  for (const spec of await loadCommands(noun)) addCommand(program, spec);
  return program;
}

function addCommand(program: Command, spec: CommandSpec): void {
  const words = spec.name.split(' ');
  const verb = words.pop() ?? spec.name;
  const parent = words.reduce(nounOf, program);
  const command = parent.command(verb).summary(spec.summary).description(spec.summary);
  command.exitOverride();
  spec.usage?.(command);
  command.option('--json', 'print one JSON value on standard output');
  command.action(async () => {
    const result = await runCommand(spec, command.args, command.opts());
    const { json } = command.opts<{ json?: boolean }>();
    const text = json ? JSON.stringify(result) : spec.print(result);
    if (text !== '') process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  });
}

function nounOf(parent: Command, noun: string): Command {
  const known = parent.commands.find((command) => command.name() === noun);
  if (known) return known;
  return parent.command(noun).description(`commands for ${noun}`).helpCommand(false).exitOverride();
}

async function runCommand(
  spec: CommandSpec,
  args: string[],
  options: Record<string, unknown>,
): Promise<unknown> {
  const services = await openServices(prepareConfig(), 'broadsheet');
  try {
    const actor = { kind: 'command-line' as const, name: userName() };
    return await spec.run({ services, actor, progress: (label) => createProgress(label) }, args, options);
  } finally {
    await services.close();
  }
}

/** A container's user may have no entry in the password file; its number says as much. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
