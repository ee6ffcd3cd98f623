import { type Logger, pino } from 'pino';

export type Log = Logger;

/**
 * The process's log: readable lines in a terminal, JSON elsewhere. Always on standard error, since standard
 * output belongs to a command's result. Ids only: no address and no token is logged at the default level.
 */
export function createLog(name: string, level: string): Log {
  if (process.stderr.isTTY) {
    const options = { destination: 2, ignore: 'pid,hostname,name', translateTime: 'SYS:HH:MM:ss' };
    return pino({ name, level, transport: { target: 'pino-pretty', options } });
  }
  // Written at once. What waited in memory would be written at the exit, and sonic-boom 4.2 repeats that for ever where
  // nobody reads any more: the process would never end. A line that says why a process ends is not lost either.
  return pino({ name, level }, pino.destination({ dest: 2, sync: true }));
}
