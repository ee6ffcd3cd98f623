import type { Request } from 'express';
import ipaddr from 'ipaddr.js';
import { RateLimiterPostgres, type RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../errors.ts';
import type { Services } from '../services.ts';
import { readIp } from '../text/ip-address.ts';
import { say } from './say.ts';

/** So many points in so many seconds for each key, counted in PostgreSQL, so that it holds over all processes. */
export interface Limit {
  name: string;
  points: number;
  seconds: number;
}

export interface Limits {
  /**
   * Takes a point of each limit for the request's address, or for its network.
   * @throws AppError 429 where one is used up
   */
  spend(request: Request, ...limits: Array<Limit & { by: 'address' | 'network' }>): Promise<void>;
  /** The same for what is counted by something else than where a request comes from, such as a person. */
  spendFor(key: string, ...limits: Limit[]): Promise<void>;
}

/** The limits of one process, over the shared table. */
export function createLimits({ pool, log }: Services): Limits {
  const limiters = new Map<string, RateLimiterPostgres>();
  const limiterOf = ({ name, points, seconds }: Limit): RateLimiterPostgres => {
    const known = limiters.get(name);
    if (known) return known;
    const options = {
      storeClient: pool,
      tableName: 'rate_limits',
      tableCreated: true,
      keyPrefix: name,
      points,
      duration: seconds,
      clearExpiredByTimeout: false,
    };
    const limiter = new RateLimiterPostgres(options);
    limiters.set(name, limiter);
    return limiter;
  };
  const spendOne = async (key: string, limit: Limit): Promise<void> => {
    const refused = await limiterOf(limit)
      .consume(key)
      .then(
        () => null,
        (reason: unknown) => reason,
      );
    if (refused === null) return;
    if (refused instanceof Error) throw refused;
    log.warn({ limit: limit.name }, 'a limit was reached');
    throw new TooManyRequests(Math.ceil((refused as RateLimiterRes).msBeforeNext / 1000));
  };
  return {
    spend: async (request, ...limits) => {
      for (const limit of limits)
        await spendOne(limit.by === 'address' ? addressOf(request) : networkOf(request), limit);
    },
    spendFor: async (key, ...limits) => {
      for (const limit of limits) await spendOne(key, limit);
    },
  };
}

/** Answered with 429 and Retry-After (RFC 6585). */
export class TooManyRequests extends AppError {
  readonly retryAfter: number;

  constructor(retryAfter: number) {
    super('too_many_requests', 429, say.tooMany(retryAfter));
    this.retryAfter = retryAfter;
  }
}

/** The asking machine's address, by `TRUST_PROXY`; those of which a proxy hands on none share one limit. */
function addressOf(request: Request): string {
  return readIp(request.ip ?? '') ?? 'unknown';
}

/** What one customer of a provider usually has: a /24 of IPv4, a /56 of IPv6. */
function networkOf(request: Request): string {
  const address = addressOf(request);
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.parse(address);
  const bits = parsed.kind() === 'ipv4' ? 24 : 56;
  const bytes = parsed.toByteArray().map((byte, index) => (index < bits / 8 ? byte : 0));
  return `${ipaddr.fromByteArray(bytes).toString()}/${bits}`;
}
