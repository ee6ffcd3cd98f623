import type { Services } from '../../services.ts';
import { selectUnfinished } from '../queries/declarations.ts';

const leaseMs = 60_000;

/** Since when somebody may have a declaration in hand. */
export function inHandSince(now: Date): Date {
  return new Date(now.getTime() - leaseMs);
}

/** The declarations that were matched and not carried out, and that nobody has in hand; so many at the most. */
export function declarationsDue({ db }: Services, now: Date, limit: number): Promise<number[]> {
  return selectUnfinished(db, inHandSince(now), limit);
}
