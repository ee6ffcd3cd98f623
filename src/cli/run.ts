import { CommanderError } from 'commander';
import { AppError, messageOf } from '../errors.ts';
import { createProgram } from './program.ts';

const failed = 1;
const wrongUsage = 2;

/** Runs one command and gives the exit code: 0 done, 1 failed, 2 wrong usage. */
export async function runCommandLine(args: string[]): Promise<number> {
  try {
    const program = await createProgram(args[0]);
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : wrongUsage;
    report(error, args.includes('--json'));
    return failed;
  }
}

function report(error: unknown, json: boolean): void {
  const known = error instanceof AppError;
  if (json)
    process.stdout.write(
      `${JSON.stringify({ error: { code: known ? error.code : 'failed', message: messageOf(error) } })}\n`,
    );
  process.stderr.write(
    known
      ? `broadsheet: ${error.message}\n`
      : `broadsheet: ${error instanceof Error ? error.stack : String(error)}\n`,
  );
}
