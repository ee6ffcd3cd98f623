import { type Balance, readBalance } from '../../src/delivery/balance.ts';
import type { Db } from '../../src/db.ts';
import type { Services } from '../../src/services.ts';
import type { Sink } from './sink.ts';

/** What the ledger says of a send that is over, held against what the relay has got. */
export interface Account {
  balance: Balance;
  /** Addresses in doubt, and how many of them got their mail. */
  uncertain: string[];
  arrived: number;
  duplicates: string[];
  /** Called sent and never handed over, or neither there nor accounted for. */
  lost: string[];
  /** Everything that must not be, a sentence each. */
  faults: string[];
}

const over = ['sent', 'failed', 'suppressed', 'uncertain', 'cancelled'] as const;

/** Draws up the account of a send to the row. */
export async function readAccount({ db }: Services, sink: Sink, editionId: number): Promise<Account> {
  const balance = await readBalance(db, editionId);
  const rows = await selectRows(db, editionId);
  const got = (await sink.messages()).map(({ to }) => to);
  const through = new Set(got);
  const those = (...states: string[]) => rows.filter(({ state }) => states.includes(state));
  const duplicates = got.filter((to, index) => got.indexOf(to) !== index);
  const isThrough = ({ address }: { address: string }): boolean => through.has(address);
  const uncertain = those('uncertain');
  const lost = those('sent', 'waiting', 'sending', 'deferred').filter((row) => !isThrough(row));
  const unsaid = rows.filter((row) => isThrough(row) && !['sent', 'uncertain'].includes(row.state));
  const faults = [
    ...duplicates.map((to) => `${to} got two`),
    ...lost.map(({ address, state }) => `${address} is ${state} and got none`),
    ...unsaid.map(({ address, state }) => `${address} is ${state} and got one`),
    ...balanceFaults(balance, rows),
  ];
  return {
    balance,
    uncertain: uncertain.map(({ address }) => address),
    arrived: uncertain.filter(isThrough).length,
    duplicates,
    lost: lost.map(({ address }) => address),
    faults,
  };
}

function selectRows(db: Db, editionId: number): Promise<Array<{ address: string; state: string }>> {
  return db
    .selectFrom('deliveries')
    .select(['address', 'state'])
    .where('editionId', '=', editionId)
    .execute();
}

/** The kept counts must be what the rows are, their sum the eligible, and nothing may be left over. */
function balanceFaults(balance: Balance, rows: Array<{ state: string }>): string[] {
  const counted = (state: string): number => rows.filter((row) => row.state === state).length;
  const wrong = over.filter((state) => balance[state] !== counted(state));
  const sum = over.reduce((total, state) => total + balance[state], balance.pending);
  return [
    ...wrong.map((state) => `${balance[state]} are counted as ${state}, and ${counted(state)} are`),
    ...(sum === balance.eligible && rows.length === sum
      ? []
      : [`${balance.eligible} were eligible, ${rows.length} rows are there, and the parts are ${sum}`]),
    ...(balance.pending === 0 ? [] : [`${balance.pending} are pending after the end`]),
  ];
}
