import { seeded } from './random.ts';
import { type Torment, tormentSend } from './one-send.ts';
import { type Backend, openStage, type Stage } from './stage.ts';

export interface Torture {
  seed: number;
  kills: number;
  /** Readers of each send. */
  rows: number;
  backends: Backend[];
  /** The most that the relay takes in a second; as much as it can where it is not given. */
  perSecond?: number;
  /** Called after each send. */
  onSend?(backend: Backend, torment: Torment): void;
}

const killsPerSend = 12;

/** Torments sends, by turns with their queue on each backend, until so many workers have been killed. */
export async function torture({
  seed,
  kills,
  rows,
  backends,
  perSecond,
  onSend,
}: Torture): Promise<Torment[]> {
  const random = seeded(seed);
  const stages = new Map<Backend, Stage>();
  const done: Torment[] = [];
  try {
    for (const backend of backends) stages.set(backend, await openStage(backend, rows));
    for (let left = kills; left > 0; ) {
      for (const [backend, stage] of stages) {
        if (left <= 0) break;
        const torment = await tormentSend(stage, random, {
          mostKills: Math.min(left, random.integer(killsPerSend / 2, killsPerSend)),
          perSecond: perSecond ?? null,
        });
        done.push(torment);
        onSend?.(backend, torment);
        left -= torment.kills;
      }
    }
  } finally {
    for (const stage of stages.values()) await stage.close();
  }
  return done;
}
