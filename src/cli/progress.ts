import type { Progress } from './command.ts';

const width = 30;

/**
 * Shows how far long work is, on standard error: a bar that redraws itself in a terminal, elsewhere a line for
 * each tenth, so that a log stays readable.
 */
export function createProgress(label: string, stream: NodeJS.WriteStream = process.stderr): Progress {
  let lastTenth = -1;
  let drawn = false;
  return {
    update: (done, total) => {
      const share = total === 0 ? 1 : Math.min(1, done / total);
      if (stream.isTTY) {
        const filled = Math.round(share * width);
        const bar = '█'.repeat(filled) + '░'.repeat(width - filled);
        stream.write(`\r${label} ${bar} ${done}/${total}`);
        drawn = true;
        return;
      }
      const tenth = Math.floor(share * 10);
      if (tenth === lastTenth) return;
      lastTenth = tenth;
      stream.write(`${label} ${done}/${total} (${tenth * 10} %)\n`);
    },
    end: () => {
      if (drawn) stream.write('\n');
    },
  };
}
