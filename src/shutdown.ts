import type { Log } from './log.ts';

const forcedAfterMs = 30_000;

/**
 * Has the process end in order on SIGTERM, on Ctrl-C, or when the process that started it is gone: `stop` is
 * called once, and the exit code is 0 where it succeeds. A second signal ends the process at once.
 * @returns ends it in the same order for a fault of its own, with the exit code 1
 */
export function stopOnSignal(log: Log, stop: () => Promise<void>): (why: string) => void {
  let stopping = false;
  const end = async (why: string, code = 0): Promise<void> => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ why }, 'stopping');
    setTimeout(() => process.exit(1), forcedAfterMs).unref();
    try {
      await stop();
      process.exit(code);
    } catch (error) {
      log.error({ err: error }, 'did not stop cleanly');
      process.exit(1);
    }
  };
  process.on('SIGTERM', () => void end('SIGTERM'));
  process.on('SIGINT', () => void end('SIGINT'));
  // Present where a parent opened a channel, as npm start does: it closes even when the parent is killed.
  process.on('disconnect', () => void end('the parent process is gone'));
  return (why) => {
    if (!stopping) void end(why, 1);
  };
}
