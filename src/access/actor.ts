import type { Role } from './permissions.ts';

/** Who does something, as it stands in the audit log and in approvals. */
export interface Actor {
  kind: 'system' | 'rule' | 'command-line' | 'subscriber' | 'staff' | 'api-key';
  /** Of staff and of keys their id. */
  name: string;
  /** Of staff who are signed in at the desk; without it nothing is allowed them that is asked of `demand`. */
  staff?: { role: Role; authenticatedAt: Date };
}

export const system: Actor = { kind: 'system', name: 'broadsheet' };

/** The actor in one line, as stored: `command-line:olena`. */
export function describeActor({ kind, name }: Actor): string {
  return `${kind}:${name}`;
}
