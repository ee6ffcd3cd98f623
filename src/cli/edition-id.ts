import type { Command } from 'commander';
import { InvalidInput } from '../errors.ts';

/** Declares the edition that a command is about. */
export function withId(command: Command): Command {
  return command.argument('<edition>', 'its id');
}

/** @throws InvalidInput for what is not the id of an edition */
export function parseId(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidInput(`${JSON.stringify(text)} is not the id of an edition; "editions list" shows them`);
}
