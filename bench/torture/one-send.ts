import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { system } from '../../src/access/actor.ts';
import { readBalance } from '../../src/delivery/balance.ts';
import { hintBatches } from '../../src/delivery/launch.ts';
import { persist } from '../../src/delivery/persist.ts';
import { addRelay, listRelays, setRelay } from '../../src/delivery/relays/settings.ts';
import { type Account, readAccount } from '../../test/support/account.ts';
import { expireLeases } from '../../test/support/leases.ts';
import { launchTestSend } from '../../test/support/send.ts';
import { openSink, type Sink } from '../../test/support/sink.ts';
import { until } from '../../test/support/until.ts';
import { startWorkerProcess, type WorkerProcess } from '../../test/support/worker-process.ts';
import type { Random } from './random.ts';
import type { Stage } from './stage.ts';

const groupSize = 50;
const groupsInHand = 2;
// Few connections, so that a send lasts for more than a kill or two.
const settings = { DELIVERY_CONNECTIONS: '2', DELIVERY_GROUP_SIZE: String(groupSize) };
const endsWithinSeconds = 180;

/** One send that was tormented, and what is to be said of it. */
export interface Torment extends Account {
  workers: number;
  kills: number;
  crashes: number;
  losses: number;
  seconds: number;
}

/** Sends to every reader while workers are killed at random moments, and draws up the account at the end. */
export async function tormentSend(
  stage: Stage,
  random: Random,
  { mostKills, perSecond }: { mostKills: number; perSecond: number | null },
): Promise<Torment> {
  const sink = await openSink();
  const torment = new OneSend(stage, random, sink);
  try {
    if (perSecond !== null) await slowDown(stage, sink, perSecond);
    return await torment.run(mostKills);
  } finally {
    await torment.killAll();
    await sink.close();
  }
}

/** Sends over a relay with a limit, so that a small send lasts for all its kills. */
async function slowDown(
  { services: { db, config } }: Stage,
  { url }: Sink,
  perSecond: number,
): Promise<void> {
  const relay = new URL(url);
  const place = { host: relay.hostname, port: Number(relay.port) };
  const isThere = (await listRelays(db, config)).some(({ name }) => name === 'sink');
  if (isThere) await setRelay(db, system, 'sink', place);
  else await addRelay(db, system, { name: 'sink', ...place, security: 'none', perSecond });
}

class OneSend {
  readonly #stage: Stage;
  readonly #random: Random;
  readonly #sink: Sink;
  readonly #workers: WorkerProcess[] = [];
  readonly #dead: string[] = [];
  /** Who was in hand of a worker when it was killed: nobody else may be in doubt. */
  readonly #inHand = new Set<string>();
  #editionId = 0;
  #kills = 0;
  #crashes = 0;
  #losses = 0;

  constructor(stage: Stage, random: Random, sink: Sink) {
    this.#stage = stage;
    this.#random = random;
    this.#sink = sink;
  }

  async run(mostKills: number): Promise<Torment> {
    const { services, newsletter } = this.#stage;
    const workers = this.#random.integer(1, 3);
    const began = performance.now();
    this.#editionId = await launchTestSend(services, newsletter);
    for (let index = 0; index < workers; index += 1) await this.#startWorker();
    await hintBatches(services);
    while (this.#kills < mostKills && !(await this.#isOver())) await this.#strike(mostKills);
    const deserted = await this.#finish();
    const seconds = (performance.now() - began) / 1000;
    const account = await readAccount(services, this.#sink, this.#editionId);
    const faults = [...account.faults, ...deserted, ...this.#unexplained(account)];
    return {
      ...account,
      faults,
      workers,
      kills: this.#kills,
      crashes: this.#crashes,
      losses: this.#losses,
      seconds,
    };
  }

  async killAll(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.kill()));
  }

  async #startWorker(): Promise<void> {
    this.#workers.push(await startWorkerProcess(this.#stage.services, this.#sink.url, settings));
  }

  /** One disaster at a random moment: mostly a kill, of one worker or of all at once. */
  async #strike(mostKills: number): Promise<void> {
    await sleep(this.#random.integer(0, 1_200));
    const dice = this.#random.integer(1, 20);
    const victims = dice <= 3 ? [...this.#workers] : [this.#random.pick(this.#workers)];
    const awayMs = this.#random.integer(0, 1_500);
    if (await this.#isOver()) return;
    if (dice <= 18) return this.#kill(victims.slice(0, mostKills - this.#kills));
    if (dice === 19) {
      this.#crashes += 1;
      return this.#stage.crashPostgres(awayMs);
    }
    this.#losses += 1;
    return this.#stage.loseQueue();
  }

  async #kill(victims: WorkerProcess[]): Promise<void> {
    for (const worker of victims) this.#workers.splice(this.#workers.indexOf(worker), 1);
    await Promise.all(victims.map((worker) => worker.kill()));
    this.#kills += victims.length;
    this.#dead.push(...victims.map(({ pid }) => `${hostname()}:${pid}`));
    await this.#endDeadLeases();
    await Promise.all(victims.map(() => this.#startWorker()));
  }

  /** Asked more than once: a dead worker's last statement may still have been on its way. */
  async #endDeadLeases(): Promise<void> {
    if (this.#dead.length === 0) return;
    const inHand = await persist(() => expireLeases(this.#stage.services, this.#editionId, this.#dead));
    for (const address of inHand) this.#inHand.add(address);
  }

  async #isOver(): Promise<boolean> {
    const { state } = await persist(() => readBalance(this.#stage.services.db, this.#editionId));
    return state === 'finished';
  }

  /** Lets the workers that live run to the end; says which of them ended without having been told to. */
  async #finish(): Promise<string[]> {
    // The jobs of the killed are locked for ten seconds more, and looked for every five: a queue that has
    // lost them is quicker, and one disaster more.
    await this.#stage.loseQueue();
    await hintBatches(this.#stage.services);
    const isOver = async (): Promise<boolean> => {
      await this.#endDeadLeases();
      return this.#isOver();
    };
    await until(isOver, 'the send is finished', endsWithinSeconds).catch(() => {});
    const gone = this.#workers.filter((worker) => !worker.runs());
    await this.killAll();
    return gone.map(({ pid }) => `worker ${pid} ended by itself`);
  }

  /** Who is in doubt without a killed worker having had them in hand, and more of them than a kill can leave. */
  #unexplained({ uncertain }: Account): string[] {
    const most = this.#kills * groupsInHand * groupSize;
    const odd = uncertain.filter((address) => !this.#inHand.has(address));
    return [
      ...odd.map((address) => `${address} is in doubt, and no killed worker had them in hand`),
      ...(uncertain.length > most ? [`${uncertain.length} are in doubt, and at most ${most} may be`] : []),
    ];
  }
}
