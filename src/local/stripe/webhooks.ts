import { createHmac, randomInt } from 'node:crypto';
import type { Stripe } from 'stripe';

export type DeliveryState = 'held' | 'under-way' | 'waiting' | 'delivered' | 'given-up' | 'dropped';

/** An event on its way to the newsroom. */
export interface WebhookDelivery {
  event: Stripe.Event;
  state: DeliveryState;
  attempts: number;
  /** What the last try was answered, or why it was not. */
  answer: string;
}

export interface WebhookOptions {
  secret: string;
  /** Waits between tries, in milliseconds; after the last it is given up. */
  retryMs: number[];
}

const answerWithinMs = 20_000;

/** Signed webhooks to one address. On demand they are held, doubled, shuffled, delayed or dropped. */
export class Webhooks {
  readonly #options: WebhookOptions;
  readonly #log: WebhookDelivery[] = [];
  readonly #underWay = new Set<Promise<void>>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #url: string | null = null;
  #holding = false;
  #delayMs = 0;

  constructor(options: WebhookOptions) {
    this.#options = options;
  }

  /** Where they go from now on; null: nowhere, and nobody misses them. */
  to(url: string | null): void {
    this.#url = url;
  }

  get url(): string | null {
    return this.#url;
  }

  get isHolding(): boolean {
    return this.#holding;
  }

  /** All that was sent or is to be, oldest first. */
  get log(): readonly WebhookDelivery[] {
    return this.#log;
  }

  take(event: Stripe.Event): void {
    if (this.#url === null && !this.#holding) return;
    const delivery: WebhookDelivery = { event, state: 'held', attempts: 0, answer: '' };
    this.#log.push(delivery);
    if (this.#holding) return;
    if (this.#delayMs === 0) this.#start(delivery);
    else this.#startIn(delivery, this.#delayMs);
  }

  /** From now on events wait until they are delivered by hand or released. */
  hold(): void {
    this.#holding = true;
  }

  /** Lets go of what was held, in order, and of what comes. */
  release(): void {
    this.#holding = false;
    for (const delivery of this.#held()) this.#start(delivery);
  }

  /** The events that are held, oldest first. */
  queued(): Stripe.Event[] {
    return this.#held().map(({ event }) => event);
  }

  /**
   * Posts held events one after the other, each once; gives the status of each answer.
   * @param ids in this order; an id that stands in it twice is posted twice. None: all, in order of their making
   */
  async deliver(ids: string[] = this.queued().map(({ id }) => id)): Promise<number[]> {
    const statuses: number[] = [];
    for (const id of ids) {
      const delivery = this.#log.find(({ event }) => event.id === id);
      if (delivery === undefined) throw new Error(`there is no event ${id}`);
      statuses.push(await this.#post(delivery));
    }
    return statuses;
  }

  /** Posts what is held in an order that chance makes. */
  async shuffle(): Promise<number[]> {
    const ids = this.queued().map(({ id }) => id);
    for (let at = ids.length - 1; at > 0; at -= 1) {
      const other = randomInt(at + 1);
      [ids[at], ids[other]] = [ids[other] ?? '', ids[at] ?? ''];
    }
    return this.deliver(ids);
  }

  /** From now on each comes so much later. */
  delay(ms: number): void {
    this.#delayMs = ms;
  }

  /** Posts an event again, whatever became of it before. */
  async duplicate(id: string): Promise<number> {
    const [status = 0] = await this.deliver([id]);
    return status;
  }

  /** Held events that never arrive. */
  drop(ids: string[] = this.queued().map(({ id }) => id)): void {
    for (const delivery of this.#held()) if (ids.includes(delivery.event.id)) delivery.state = 'dropped';
  }

  /** Resolves once nothing is under way; what waits for its next try is not waited for. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  /** Forgets all. */
  clear(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#log.length = 0;
    this.#holding = false;
    this.#delayMs = 0;
  }

  /** What has not arrived yet, for the next start. */
  unfinished(): Stripe.Event[] {
    return this.#log
      .filter(({ state }) => ['held', 'under-way', 'waiting'].includes(state))
      .map(({ event }) => event);
  }

  #held(): WebhookDelivery[] {
    return this.#log.filter(({ state }) => state === 'held');
  }

  #start(delivery: WebhookDelivery): void {
    delivery.state = 'under-way';
    const posting = this.#tryOnce(delivery).finally(() => this.#underWay.delete(posting));
    this.#underWay.add(posting);
  }

  async #tryOnce(delivery: WebhookDelivery): Promise<void> {
    const status = await this.#post(delivery);
    if (status >= 200 && status < 300) return;
    const wait = this.#options.retryMs[delivery.attempts - 1];
    if (wait === undefined) delivery.state = 'given-up';
    else this.#startIn(delivery, wait);
  }

  #startIn(delivery: WebhookDelivery, ms: number): void {
    delivery.state = 'waiting';
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#start(delivery);
    }, ms);
    timer.unref();
    this.#timers.add(timer);
  }

  /** Posts once; the signature is of the real time, whatever the sandbox's clock says. */
  async #post(delivery: WebhookDelivery): Promise<number> {
    delivery.attempts += 1;
    const payload = JSON.stringify(delivery.event);
    try {
      if (this.#url === null) throw new Error('there is no address to post to');
      const response = await fetch(this.#url, {
        method: 'POST',
        body: payload,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'stripe-signature': sign(payload, this.#options.secret),
          'user-agent': 'Stripe/1.0 (Broadsheet sandbox)',
        },
        redirect: 'manual',
        signal: AbortSignal.timeout(answerWithinMs),
      });
      await response.arrayBuffer();
      delivery.answer = String(response.status);
      if (response.ok) delivery.state = 'delivered';
      return response.status;
    } catch (error) {
      delivery.answer = error instanceof Error ? error.message : String(error);
      return 0;
    }
  }
}

/** The header by which Stripe proves that it is the sender. */
export function sign(payload: string, secret: string, at: number = Math.floor(Date.now() / 1_000)): string {
  const signature = createHmac('sha256', secret).update(`${at}.${payload}`).digest('hex');
  return `t=${at},v1=${signature}`;
}
