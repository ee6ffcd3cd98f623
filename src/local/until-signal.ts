// npm passes on a Ctrl-C that the terminal has sent to the whole group already, so that it arrives twice.
const sameMs = 1_000;

/** Resolves with the first Ctrl-C, SIGTERM, or end of the terminal; another one ends the process at once. */
export function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    let askedAt: number | null = null;
    const ask = (): void => {
      if (askedAt !== null && performance.now() - askedAt > sameMs) process.exit(130);
      askedAt ??= performance.now();
      resolve();
    };
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, ask);
    // A terminal that is gone takes no lines, and that must not keep us from stopping what was started.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  });
}
