/**
 * Begins to count this process's own time of the processor; the function gives the milliseconds since then. On a busy
 * machine the clock counts what others do.
 */
export function startProcessorTime(): () => number {
  const began = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1_000;
  };
}
