import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Stripe } from 'stripe';
import { letHappen } from './billing/advance.ts';
import { after, day, hour } from './core/calendar.ts';
import { DueList } from './core/due.ts';
import { Idempotency } from './core/idempotency.ts';
import { type AccountSettings, emptyHidden, emptyTables, type World } from './core/world.ts';
import { type Controlled, deeds } from './control.ts';
import type { Span } from './sandbox-types.ts';
import { createSandboxServer } from './server.ts';
import { loadState, saveState } from './state-file.ts';
import { Webhooks } from './webhooks.ts';

export interface SandboxOptions {
  port: number;
  /** What this machine is called in its addresses. */
  host: 'localhost' | '127.0.0.1';
  secretKey: string;
  webhookSecret: string;
  settings?: Partial<AccountSettings>;
  /** A clock that stands still until it is advanced; none: it goes with the real one. */
  startAt?: Date;
  /** Waits between tries of a webhook. */
  retryMs?: number[];
  /** Where webhooks go. */
  target?: string;
  /** Where it is kept from one start to the next; none: it is forgotten. */
  file?: string | undefined;
}

export interface Sandbox {
  origin: string;
  world(): World;
  webhooks: Webhooks;
  clock: {
    now(): Date;
    /**
     * Turns the clock on; what is due on the way happens in its order. By months and years it goes two hours
     * further: a renewal is charged an hour after its period began.
     */
    advance(span: Span): Promise<void>;
  };
  /** Forgets all objects, and sets the clock back. */
  reset(): void;
  stop(): Promise<void>;
}

const defaults: AccountSettings = { retryDays: [3, 5, 7], afterLastTry: 'cancel', name: 'The newsroom' };
const tickMs = 5_000;
const saveAfterMs = 500;

/** Starts the sandbox on this machine. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const webhooks = new Webhooks({
    secret: options.webhookSecret,
    retryMs: options.retryMs ?? [1_000, 5_000, 15_000, 60_000, 300_000, 900_000],
  });
  let origin = '';
  let saving: NodeJS.Timeout | undefined;
  let state = newState(options, webhooks, () => origin);
  const server = createSandboxServer({
    world: () => state.world,
    idempotency: () => state.idempotency,
    secretKey: options.secretKey,
    changed: () => saveSoon(),
    controlled: () => controlled(),
    control: async (path, input) => (await deeds[path]?.(controlled(), input)) ?? null,
  });
  const advance = async (span: Span): Promise<void> => {
    state.goTo(target(state.world.now(), span));
    await webhooks.settled();
  };
  const controlled = (): Controlled => ({ world: state.world, webhooks, advance });
  if (options.target !== undefined) webhooks.to(options.target);
  for (const event of state.unsent) webhooks.take(event);
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://${options.host}:${(server.address() as AddressInfo).port}`;
  const { file } = options;
  const save = (): void => {
    clearTimeout(saving);
    saving = undefined;
    if (file !== undefined) saveState(file, state.world, state.ahead(), webhooks.unfinished());
  };
  const saveSoon = (): void => {
    if (file !== undefined) saving ??= setTimeout(save, saveAfterMs).unref();
  };
  const tick = setInterval(() => {
    if (state.catchUp()) saveSoon();
  }, tickMs).unref();
  return {
    get origin() {
      return origin;
    },
    world: () => state.world,
    webhooks,
    clock: {
      now: () => new Date(state.world.now() * 1_000),
      advance,
    },
    reset: () => {
      webhooks.clear();
      state = newState({ ...options, file: undefined }, webhooks, () => origin);
    },
    stop: async () => {
      clearInterval(tick);
      save();
      webhooks.clear();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function target(now: number, { days = 0, months = 0, years = 0, ms = 0 }: Span): number {
  const calendar = after(now, 'month', months + 12 * years);
  const renewal = months + years > 0 ? 2 * hour : 0;
  return calendar + days * day + Math.floor(ms / 1_000) + renewal;
}

interface State {
  world: World;
  idempotency: Idempotency;
  goTo(time: number): number;
  /** Lets happen what has become due by the real clock's going on; whether there was any. */
  catchUp(): boolean;
  ahead(): number;
  /** Events that had not arrived when it was stopped. */
  unsent: Stripe.Event[];
}

function newState(
  { startAt, settings, file }: SandboxOptions,
  webhooks: Webhooks,
  origin: () => string,
): State {
  const start = Math.floor((startAt ?? new Date()).getTime() / 1_000);
  const real = (): number => (startAt === undefined ? Math.floor(Date.now() / 1_000) : start);
  let ahead = 0;
  // While things happen, each has its own time, also where the real clock is further.
  let standing: number | null = null;
  const world: World = {
    tables: emptyTables(),
    hidden: emptyHidden(),
    due: new DueList(),
    settings: { ...defaults, ...settings },
    now: () => standing ?? real() + ahead,
    origin,
    request: { id: null, idempotency_key: null },
    quiet: false,
    tell: (event) => webhooks.take(event),
  };
  const goTo = (time: number): number => {
    const count = letHappen(world, time, (at) => {
      standing = at;
    });
    standing = null;
    ahead = time - real();
    return count;
  };
  const catchUp = (): boolean => {
    if (startAt !== undefined) return false;
    const before = ahead;
    const happened = goTo(world.now()) > 0;
    ahead = before;
    return happened;
  };
  const kept = file === undefined ? null : loadState(file, world);
  if (kept !== null) ahead = kept.ahead;
  return {
    world,
    idempotency: new Idempotency(),
    goTo,
    catchUp,
    ahead: () => ahead,
    unsent: kept?.unfinished ?? [],
  };
}
