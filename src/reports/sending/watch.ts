import { type Action, can } from '../../access/permissions.ts';
import { type Progress, readProgress } from '../../delivery/progress.ts';
import type { EventStream } from '../../http/event-streams.ts';
import type { Services } from '../../services.ts';
import { liveSessions } from '../../staff/sessions.ts';
import { averagePace, type Pace, PaceKeeper } from './pace.ts';

const everyMs = 1_000;
const sessionsEvery = 5;
const beatEvery = 15;

/** Somebody who looks at one send. */
export interface Watcher {
  editionId: number;
  sessionId: number;
  action: Action;
  stream: EventStream;
  /** What their page shows of it. */
  render(progress: Progress, pace: Pace): string;
}

/**
 * Tells all who look at sends in one process how these go: by one question a second, however many they are; by none where
 * nobody looks. Whose session has ended, or whose role allows it no more, is told nothing from five seconds later on.
 */
export class SendWatch {
  readonly #services: Pick<Services, 'db' | 'log'>;
  readonly #watchers = new Map<Watcher, string>();
  readonly #paces = new Map<number, PaceKeeper>();
  #known = new Map<number, { progress: Progress; pace: Pace }>();
  #ticks = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(services: Pick<Services, 'db' | 'log'>) {
    this.#services = services;
  }

  /** Begins to tell; it ends with the stream. */
  add(watcher: Watcher): void {
    this.#watchers.set(watcher, '');
    watcher.stream.onEnd(() => this.#remove(watcher));
    const known = this.#known.get(watcher.editionId);
    if (known !== undefined) this.#tell(watcher, known.progress, known.pace);
    if (this.#timer === null) this.#again(0);
  }

  /** The pace as it is known here, else since the launch. */
  paceOf(progress: Progress): Pace {
    return this.#known.get(progress.editionId)?.pace ?? averagePace(progress);
  }

  #again(ms: number): void {
    this.#timer = setTimeout(() => void this.#tick(), ms);
    this.#timer.unref();
  }

  async #tick(): Promise<void> {
    this.#ticks += 1;
    try {
      if (this.#ticks % sessionsEvery === 0) await this.#checkSessions();
      await this.#look();
      if (this.#ticks % beatEvery === 0) for (const { stream } of this.#watchers.keys()) stream.beat();
    } catch (error) {
      // Their pages stay as they are until the database answers again.
      this.#services.log.warn({ err: error }, 'how sends go could not be read');
    }
    if (this.#watchers.size > 0) this.#again(everyMs);
    else this.#timer = null;
  }

  async #look(): Promise<void> {
    const editionIds = [...new Set([...this.#watchers.keys()].map(({ editionId }) => editionId))];
    if (editionIds.length === 0) return;
    const found = await readProgress(this.#services.db, editionIds);
    this.#known = new Map(
      [...found].map(([id, progress]) => {
        const keeper = this.#paces.get(id) ?? new PaceKeeper();
        this.#paces.set(id, keeper);
        return [id, { progress, pace: keeper.add(progress) }];
      }),
    );
    for (const watcher of this.#watchers.keys()) {
      const known = this.#known.get(watcher.editionId);
      if (known !== undefined) this.#tell(watcher, known.progress, known.pace);
    }
  }

  #tell(watcher: Watcher, progress: Progress, pace: Pace): void {
    const { stream } = watcher;
    const markup = watcher.render(progress, pace);
    if (markup !== this.#watchers.get(watcher) && stream.send(markup)) this.#watchers.set(watcher, markup);
    if (!isOver(progress)) return;
    stream.send(progress.state, 'over');
    stream.end();
  }

  async #checkSessions(): Promise<void> {
    const all = [...this.#watchers.keys()];
    if (all.length === 0) return;
    const live = await liveSessions(
      this.#services.db,
      all.map(({ sessionId }) => sessionId),
    );
    for (const { sessionId, action, stream } of all) {
      const role = live.get(sessionId);
      if (role !== undefined && can(role, action)) continue;
      stream.send('', 'signed-out');
      stream.end();
    }
  }

  #remove(watcher: Watcher): void {
    this.#watchers.delete(watcher);
    const { editionId } = watcher;
    if ([...this.#watchers.keys()].some((other) => other.editionId === editionId)) return;
    this.#known.delete(editionId);
    this.#paces.delete(editionId);
  }
}

/** Whether nothing more happens to a send. */
export function isOver({ state, counts }: Progress): boolean {
  return (state === 'finished' || state === 'cancelled') && counts.pending === 0;
}
