/** Who does something, as it stands in the audit log and in approvals. */
export interface Actor {
  kind: 'system' | 'rule' | 'command-line' | 'subscriber' | 'staff';
  name: string;
}

export const system: Actor = { kind: 'system', name: 'broadsheet' };

/** The actor in one line, as stored: `command-line:olena`. */
export function describeActor({ kind, name }: Actor): string {
  return `${kind}:${name}`;
}
