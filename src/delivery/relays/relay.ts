import type { Selectable } from 'kysely';
import { relayPasswordName } from '../../config.ts';
import type { Relays } from '../../db-schema.ts';
import type { Message } from '../smtp/handover.ts';
import { Connections, type Refused } from './connections.ts';
import type { MailStream } from './line.ts';
import type { Permits } from './permits.ts';
import type { Tried, Wanted } from './sent.ts';

type Row = Pick<Selectable<Relays>, 'name' | 'host' | 'port' | 'security' | 'username'>;

const parameters: Record<string, string> = { starttls: '?tls=yes', none: '?tls=no' };

/** A relay's address in the form of `SMTP_URL`, or why it cannot be used: its password is not in the environment. */
export function relayUrl(
  { name, host, port, security, username }: Row,
  password: string | undefined,
): URL | Error {
  if (username !== null && password === undefined) return new Error(`${relayPasswordName(name)} is not set`);
  const at =
    username === null ? '' : `${encodeURIComponent(username)}:${encodeURIComponent(password ?? '')}@`;
  const scheme = security === 'tls' ? 'smtps' : 'smtp';
  const bracketed = host.includes(':') ? `[${host}]` : host;
  const url = URL.parse(`${scheme}://${at}${bracketed}:${port}/${parameters[security] ?? ''}`);
  // Nothing of it is shown: the password stands in it.
  return url ?? new Error('Invalid URL');
}

interface RelayOptions {
  /** Null for the relay of `SMTP_URL`, of which the database knows nothing: it never rests. */
  id: number | null;
  name: string;
  url: URL | Error;
  connections: number;
  weight: number;
  permits: Permits | null;
}

/** A relay as one process uses it: its connections, its permits, and whether it rests. */
export class Relay {
  readonly id: number | null;
  readonly name: string;
  readonly connections: number;
  readonly permits: Permits | null;
  weight: number;
  /** One after another; while there are any, one message at a time tries whether it works again. */
  failures = 0;
  lastError: string | null = null;
  /** Of the choice by weight: how much it is owed. */
  owed = 0;
  inUse = 0;
  #restsUntil = 0;
  #bulkRestsUntil = 0;
  readonly #unusable: Error | null;
  readonly #lines: Connections;

  constructor({ id, name, url, connections, weight, permits }: RelayOptions) {
    this.id = id;
    this.name = name;
    this.connections = connections;
    this.weight = weight;
    this.permits = permits;
    this.#unusable = url instanceof Error ? url : null;
    const address = url instanceof Error ? new URL('smtp://invalid') : url;
    // With limits, a message may wait for its permit, and no relay is to wait with it in the middle of a transaction.
    this.#lines = new Connections(address, connections, permits === null);
  }

  get isResting(): boolean {
    return this.restMs('service') > 0;
  }

  /** How long it may not be used for such mail. */
  restMs(stream: MailStream): number {
    const until = stream === 'service' ? this.#restsUntil : Math.max(this.#restsUntil, this.#bulkRestsUntil);
    return Math.max(0, until - performance.now());
  }

  /** Its connections are all taken, and by messages that wait for its limit. */
  get isHeldByLimit(): boolean {
    return this.permits !== null && this.permits.isShort && this.#lines.areAllInUse;
  }

  rest(ms: number, error: string | null): void {
    this.#restsUntil = ms > 0 ? performance.now() + ms : 0;
    this.lastError = error;
  }

  /** What is left of a limit is for service mail. */
  restBulk(ms: number, reason: string | null): void {
    this.#bulkRestsUntil = ms > 0 ? performance.now() + ms : 0;
    this.lastError ??= reason;
  }

  /** @param heed what a refusal says is heeded before the connection has the next message */
  async send(
    message: Message,
    mayStill: Wanted,
    stream: MailStream,
    heed: (refusal: Refused) => Promise<void>,
  ): Promise<Tried> {
    if (this.#unusable !== null) return { outcome: 'unreachable', reply: this.#unusable.message };
    const steps = {
      mayBegin: async () => (this.restMs(stream) > 0 ? this.#resting() : 'go'),
      mayGo: () => this.#mayGo(mayStill, stream),
      heed,
    } as const;
    this.inUse += 1;
    try {
      const sending = this.#lines.send<Tried>(message, stream, steps);
      // Bulk mail that waits for the limit holds every connection: one of them is given up.
      if (stream === 'service' && this.#lines.hasServiceWaiting) this.permits?.unsettle();
      return await sending;
    } finally {
      this.inUse -= 1;
    }
  }

  close(): void {
    this.#lines.close();
    this.permits?.release();
  }

  /** With a permit where there are limits; one that is not used is for the next in line. */
  async #mayGo(mayStill: Wanted, stream: MailStream): Promise<'go' | 'again' | Tried> {
    for (;;) {
      const permit = this.permits === null ? null : await this.permits.take(stream);
      if (this.restMs(stream) > 0) return this.#resting();
      if (permit === null && stream === 'bulk' && this.#lines.hasServiceWaiting) return 'again';
      if (!(await mayStill())) {
        if (permit !== null) this.permits?.giveBack(permit);
        return { outcome: 'withheld' };
      }
      if (this.permits === null) return 'go';
      if (permit !== null && performance.now() < permit.expiresAt) return 'go';
    }
  }

  #resting(): Tried {
    return { outcome: 'resting', reason: `${this.name} (${this.lastError ?? 'it was told to'})` };
  }
}
