import { inGroupsOf } from '../../in-groups.ts';
import type { Services } from '../../services.ts';
import { notWritten, type Synced } from './reading.ts';

/** Something that was fetched, and when it is written. */
interface Writing<Read> {
  fetched: Read;
  now: Date;
}

/**
 * Writes what is fetched at the same time together. Of one object that two have fetched, what was fetched later.
 * @param write writes several, each object once, and gives what became of each by its id
 */
export function writtenTogether<Read extends { read: number }>(
  idOf: (fetched: Read) => string,
  write: (services: Services, all: Read[], now: Date) => Promise<Map<string, Synced>>,
): (services: Services, one: Writing<Read>) => Promise<Synced> {
  return inGroupsOf(async (services, group: Array<Writing<Read>>) => {
    const inOrder = group.map(({ fetched }) => fetched).toSorted((one, other) => one.read - other.read);
    const last = new Map(inOrder.map((fetched) => [idOf(fetched), fetched]));
    const now = group.reduce((latest, one) => (one.now > latest ? one.now : latest), new Date(0));
    const synced = await write(services, [...last.values()], now);
    return group.map(({ fetched }) => {
      const result = synced.get(idOf(fetched)) ?? notWritten('missing', 'nothing is said of it');
      if (last.get(idOf(fetched)) === fetched || result.outcome === 'foreign') return result;
      return { ...result, outcome: 'older', reason: 'it was fetched later already' };
    });
  });
}
