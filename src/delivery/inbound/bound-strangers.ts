import type { Services } from '../../services.ts';
import { selectStrangerBytes } from '../queries/inbound.ts';
import { bouncesAddress } from './addresses.ts';

/** What a mail takes besides its bytes, with what is written down of it, so that many small ones count too. */
export const bytesBeside = 2_000;
const recountMs = 2_000;

export interface Strangers {
  /** Whether no more of it is kept today. */
  isFull(): Promise<boolean>;
  /** Counts one that is about to be kept, where there is room; says whether there is. */
  take(bytes: number): Promise<boolean>;
}

/**
 * Bounds what is kept of mail to the one address that asks for no token. What reports nothing is never deleted, so
 * anybody could fill the disk by it. What has proved to be about a mail of ours does not count.
 * @param maxBytes of a day
 */
export function boundStrangers(
  { db, log, config }: Pick<Services, 'db' | 'log' | 'config'>,
  maxBytes: number,
): Strangers {
  const address = bouncesAddress(config.inbound.domain ?? '');
  let counted = Promise.resolve(0);
  let countedAt = Number.NEGATIVE_INFINITY;
  // Since it was counted, by this process.
  let added = 0;
  let wasFull = false;
  const recount = async (): Promise<number> => {
    try {
      return await selectStrangerBytes(db, address, bytesBeside);
    } catch (error) {
      countedAt = Number.NEGATIVE_INFINITY;
      throw error;
    }
  };
  const takes = async (more: number): Promise<boolean> => {
    // It is asked at every recipient, which costs who asks nothing.
    if (performance.now() - countedAt > recountMs) {
      countedAt = performance.now();
      added = 0;
      counted = recount();
    }
    const bytes = (await counted) + added;
    const full = bytes >= maxBytes;
    if (full && !wasFull)
      log.warn({ address, bytes, maxBytes }, 'mail to this address is put off: enough came in within a day');
    wasFull = full;
    if (!full) added += more;
    return !full;
  };
  return {
    isFull: async () => !(await takes(0)),
    take: (bytes) => takes(bytes + bytesBeside),
  };
}
