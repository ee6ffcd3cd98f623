import type { Services } from '../src/services.ts';

export type Step = (services: Services, now: Date) => Promise<unknown>;

/** Takes one step after the other; one that fails keeps no other from its work. */
export async function runSteps(services: Services, steps: Record<string, Step>, now: Date): Promise<void> {
  for (const [step, run] of Object.entries(steps)) {
    await run(services, now).catch((error: unknown) =>
      services.log.error({ err: error, step }, 'a step by the clock failed'),
    );
  }
}
