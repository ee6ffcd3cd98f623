import { CamelCasePlugin, Kysely, PostgresDialect, type RawBuilder, sql } from 'kysely';
import pg from 'pg';
import type { DB } from './db-schema.ts';
import { codeOf } from './errors.ts';

/** A connection or a transaction: what every query is run on. */
export type Db = Kysely<DB>;

export interface Database {
  db: Db;
  pool: pg.Pool;
  close(): Promise<void>;
}

// Counts and ids are far below 2^53, so int8 is read as a number; a date has no zone, so it stays text.
const { builtins } = pg.types;
const parsers = new Map<number, (text: string) => unknown>([
  [builtins.INT8, Number],
  [builtins.NUMERIC, Number],
  [builtins.DATE, (text) => text],
  [builtins.TIME, (text) => text],
]);
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    parsers.get(oid) ?? (pg.types.getTypeParser(oid, format) as (text: string) => unknown),
};

/**
 * Opens a pool of connections. Names are snake_case in SQL and camelCase in TypeScript, in rows of raw SQL too. The
 * queue's own tables are in the schema `bullmq` and share the pool.
 * @param onError called for an error of an idle connection, as when the server restarts; queries made then
 * fail by themselves.
 */
export function openDatabase(url: string, onError: (error: Error) => void, max = 20): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    types,
    options: '-c search_path=public,bullmq',
    keepAlive: true,
  });
  pool.on('error', onError);
  // The pool listens to those that are idle only: one that is lost between two statements of a transaction would end
  // the process. The next statement fails by itself.
  pool.on('connect', (client) => client.on('error', () => {}));
  // Each queue and each worker of a kind of job listens too.
  pool.setMaxListeners(100);
  const plugins = [new CamelCasePlugin({ maintainNestedObjectKeys: true })];
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }), plugins });
  const close = async (): Promise<void> => {
    await db.destroy();
    // Kysely ends the pool only where it has asked something itself.
    if (!pool.ended) await pool.end();
  };
  return { db, pool, close };
}

// Connections lost or refused, a server that starts, stops, is full or read-only (a failover), a deadlock.
const passingCodes =
  /^(08...|57P0.|53300|25006|40001|40P01|ECONN.*|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;

/** True where the statement itself is not at fault, so that trying it again is right. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (passingCodes.test(codeOf(error))) return true;
  return /Connection terminated|timeout exceeded when trying to connect/.test(error.message);
}

/** Runs in a transaction: the caller's own where there is one. */
export function inTransaction<T>(db: Db, run: (trx: Db) => Promise<T>): Promise<T> {
  return db.isTransaction ? run(db) : db.transaction().execute(run);
}

/** Runs a statement that only asks whether the database answers. */
export async function ping(db: Db): Promise<void> {
  await sql`select 1`.execute(db);
}

/** The database's time: the one clock that all machines have in common. */
export async function databaseTime(db: Db): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new TypeError('the database gave no time');
  return row.now;
}

/** A value for a jsonb column; pg itself would take an array for one of PostgreSQL's own. */
export function json(value: unknown): RawBuilder<unknown> {
  return sql`${JSON.stringify(value)}::jsonb`;
}
