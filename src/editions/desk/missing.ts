import { AppError } from '../../errors.ts';
import type { Services } from '../../services.ts';
import type { Edition } from '../edition.ts';
import { inspectEdition } from '../inspect.ts';
import type { FindMissing, Missing } from './today.ts';

// An edition is rendered to find its faults, and the page is asked for every few seconds by each who looks at it.
const keptMs = 30_000;
const mostKept = 50;

/** What must be mended of an edition before it can be approved; kept for half a minute, or until it is changed. */
export function missingOf(services: Pick<Services, 'db' | 'config'>): FindMissing {
  const kept = new Map<string, { until: number; found: Promise<Missing[]> }>();
  return (edition) => {
    const key = `${edition.id} ${edition.updatedAt.getTime()}`;
    const known = kept.get(key);
    if (known !== undefined && known.until > performance.now()) return known.found;
    const found = findMissing(services, edition);
    kept.delete(key);
    kept.set(key, { until: performance.now() + keptMs, found });
    for (const old of [...kept.keys()].slice(0, -mostKept)) kept.delete(old);
    return found;
  };
}

async function findMissing(services: Pick<Services, 'db' | 'config'>, edition: Edition): Promise<Missing[]> {
  try {
    const { faults } = await inspectEdition(services, edition);
    return faults.filter(({ severity }) => severity === 'stop');
  } catch (error) {
    if (error instanceof AppError) return [error.message];
    throw error;
  }
}
