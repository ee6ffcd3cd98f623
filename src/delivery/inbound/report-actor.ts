import type { Actor } from '../../access/actor.ts';

/** Who writes what a report leads to: by this, taking the report back finds it. */
export function reportActor(id: number): Actor {
  return { kind: 'system', name: `report ${id}` };
}
