import type { Command } from 'commander';
import type { Actor } from '../access/actor.ts';
import type { Services } from '../services.ts';

/** Progress of long work: a bar in a terminal, a line now and then elsewhere; on standard error. */
export interface Progress {
  update(done: number, total: number): void;
  end(): void;
}

export interface CommandContext {
  services: Services;
  /** Who runs the command, for the audit log and approvals. */
  actor: Actor;
  progress(label: string): Progress;
}

/** One command, `noun verb`. `run` gives the value that `--json` prints; `print` says the same to a person. */
export interface CommandSpec<R = unknown> {
  name: string;
  summary: string;
  /** Declares arguments and options; wrong ones end with exit code 2 before anything is run. */
  usage?(command: Command): Command;
  run(context: CommandContext, args: string[], options: Record<string, unknown>): Promise<R>;
  print(result: R): string;
}

/** Keeps the result's type between `run` and `print`, and forgets it for the list of all commands. */
export function defineCommand<R>(spec: CommandSpec<R>): CommandSpec {
  return spec;
}
