import type { Selectable } from 'kysely';
import type { EditionChanges } from '../../db-schema.ts';
import type { Item, Key, Operation, Value } from './contract.ts';
import type { Effect } from './effects.ts';

/** What has become of a text that was kept aside. */
export type Settled = 'open' | 'taken' | 'dropped';

/** An item as it was called when something was done to it. */
export interface About {
  kind: Item['kind'];
  title: string;
}

/** What stands in the log as done: what was asked for, or what only the server does. */
export type Logged = (
  | Operation
  /** A text that was kept aside was taken over, dropped, or laid open again. */
  | { op: 'settle'; conflict: number; from: Settled; to: Settled; key: Key | null; field: string }
  /** Which subjects are tried, each list with how. */
  | { op: 'subjects'; was: string[]; value: string[] }
  /** The edition as it was at a version. */
  | { op: 'rewrite'; version: number | null }
) & { about?: About | null };

export interface Change {
  version: number;
  actor: string;
  at: Date;
  act: 'change' | 'undo' | 'redo';
  undoes: number | null;
  operation: Logged;
  effects: Effect[];
  conflict: string | null;
}

export function toChange(row: Selectable<EditionChanges>): Change {
  const { version, actor, at, act, undoes, operation, effects, conflict } = row;
  return {
    version,
    actor,
    at,
    act: act as Change['act'],
    undoes,
    operation: operation as Logged,
    effects: effects as Effect[],
    conflict,
  };
}

/** The field that a change has set, with its values before and after. */
export function setOf({ effects }: Pick<Change, 'effects'>) {
  const found = effects.find(({ effect }) => effect === 'set');
  return found?.effect === 'set' ? found : null;
}

/** The text that a change keeps aside. */
export function keptOf({
  operation,
}: Pick<Change, 'operation'>): { key: Key | null; field: string; value: Value } | null {
  return operation.op === 'set' ? operation : null;
}
