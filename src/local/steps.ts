/** Tells the person at the terminal what the start is doing, a line a step. */
export interface Steps {
  /** Runs one step and prints it with what came of it and how long it took. */
  step<T>(label: string, run: () => Promise<T>, describe?: (result: T) => string): Promise<T>;
  say(line: string): void;
  /** From now on steps are run as before, and nothing is said of them. */
  hush(): void;
}

export function createSteps(stream: NodeJS.WriteStream = process.stdout): Steps {
  const colour = stream.isTTY;
  let hushed = false;
  const paint = (code: number, text: string): string => (colour ? `\u001B[${code}m${text}\u001B[0m` : text);
  const print = (mark: string, label: string, detail: string, seconds: string): void => {
    if (hushed) return;
    stream.write(
      `  ${mark} ${label}${detail === '' ? '' : paint(2, `  ${detail}`)}${paint(2, `  ${seconds}`)}\n`,
    );
  };
  return {
    say: (line) => void stream.write(`${line}\n`),
    hush: () => {
      hushed = true;
    },
    step: async (label, run, describe = () => '') => {
      const began = performance.now();
      const seconds = (): string => `${((performance.now() - began) / 1000).toFixed(1)} s`;
      try {
        const result = await run();
        print(paint(32, '✓'), label, describe(result), seconds());
        return result;
      } catch (error) {
        print(paint(31, '✗'), label, '', seconds());
        throw error;
      }
    },
  };
}
