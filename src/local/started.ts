import { messageOf } from '../errors.ts';

/** What has been started, to be stopped in the opposite order. */
export interface Started {
  /**
   * Starts something that `stopAll` stops, also where it is called before that is up: it is waited for, since
   * nobody else knows of what is half started.
   * @throws Interrupted where everything is being stopped already.
   */
  bring<T>(starting: () => Promise<T>, stop: (thing: T) => Promise<void> | void): Promise<T>;
  stopAll(): Promise<void>;
}

/** The end was asked for; nothing more is started. */
export class Interrupted extends Error {}

export function createStarted(): Started {
  const stops: Array<() => Promise<void>> = [];
  let stopping = false;
  return {
    bring: async (starting, stop) => {
      if (stopping) throw new Interrupted('it is being stopped');
      const thing = starting();
      stops.push(async () => {
        // What could not be started has nothing to stop, and has told its own error.
        const [outcome] = await Promise.allSettled([thing]);
        if (outcome.status === 'fulfilled') await stop(outcome.value);
      });
      return thing;
    },
    stopAll: async () => {
      stopping = true;
      for (let stop = stops.pop(); stop !== undefined; stop = stops.pop())
        await stop().catch((error: unknown) => console.error(`  ! ${messageOf(error)}`));
    },
  };
}
