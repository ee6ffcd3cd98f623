import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Stripe } from 'stripe';
import { AppError, codeOf, messageOf } from '../../errors.ts';
import type { Due } from './core/due.ts';
import type { Hidden, Tables, World } from './core/world.ts';

/** All that is kept from one start to the next. */
interface Kept {
  version: 1;
  /** Seconds by which the clock is ahead of the real one. */
  ahead: number;
  tables: Record<string, unknown[]>;
  hidden: {
    cards: Array<[string, string]>;
    confirmedCards: string[];
    plans: Array<[string, unknown]>;
    waitingLines: Array<[string, unknown]>;
    nextPayment: Array<[string, string]>;
    deleted: Array<[string, string]>;
    invoiceNumbers: { next: number };
  };
  due: Due[];
  /** Events that have not arrived. */
  unfinished: Stripe.Event[];
}

/** Writes the account to a file, as a whole or not at all. */
export function saveState(path: string, world: World, ahead: number, unfinished: Stripe.Event[]): void {
  const { hidden, tables, due } = world;
  const kept: Kept = {
    version: 1,
    ahead,
    tables: Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, [...table.all()]])),
    hidden: {
      cards: [...hidden.cards],
      confirmedCards: [...hidden.confirmedCards],
      plans: [...hidden.plans],
      waitingLines: [...hidden.waitingLines],
      nextPayment: [...hidden.nextPayment],
      deleted: [...hidden.deleted],
      invoiceNumbers: hidden.invoiceNumbers,
    },
    due: due.list(),
    unfinished,
  };
  const next = `${path}.${process.pid}`;
  writeFileSync(next, JSON.stringify(kept), { mode: 0o600 });
  renameSync(next, path);
}

/**
 * Reads into an empty account what was kept, and gives how far its clock is ahead and what has not arrived.
 * @returns null where nothing was kept
 * @throws AppError where the file is damaged
 */
export function loadState(path: string, world: World): Pick<Kept, 'ahead' | 'unfinished'> | null {
  const kept = readKept(path);
  if (kept === null) return null;
  for (const name of Object.keys(world.tables) as Array<keyof Tables>)
    fill(world.tables[name], kept.tables[name] ?? []);
  for (const [name, values] of Object.entries(kept.hidden))
    fillHidden(world.hidden, name as keyof Hidden, values);
  for (const due of kept.due) world.due.add(due);
  return kept;
}

function readKept(path: string): Kept | null {
  try {
    const kept = JSON.parse(readFileSync(path, 'utf8')) as Kept;
    if (kept.version !== 1) throw new Error('it is of another version');
    return kept;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw new AppError(
      'damaged_sandbox',
      500,
      `${path} cannot be read: ${messageOf(error)}. It is the payment sandbox's memory: remove it, or start over with: npm start -- --fresh`,
      { cause: error },
    );
  }
}

// The file is our own, and what is in it was typed when it was written.
function fill(table: { put(object: never): unknown }, objects: unknown[]): void {
  for (const object of objects) table.put(object as never);
}

function fillHidden(hidden: Hidden, name: keyof Hidden, values: unknown): void {
  const place: unknown = hidden[name];
  if (place instanceof Map)
    for (const [key, value] of values as Array<[unknown, unknown]>) place.set(key, value);
  else if (place instanceof Set) for (const value of values as unknown[]) place.add(value);
  else Object.assign(place as object, values);
}
