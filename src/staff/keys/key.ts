import type { Selectable } from 'kysely';
import type { Scope } from '../../access/api.ts';
import type { Db } from '../../db.ts';
import type { ApiKeys } from '../../db-schema.ts';
import { NotFound } from '../../errors.ts';
import { selectKey, selectKeys } from '../queries/keys.ts';
import { say } from '../say.ts';

/** A key to the API, as people see it: never the key itself. */
export interface ApiKey {
  id: number;
  name: string;
  /** How it begins. */
  hint: string;
  scopes: Scope[];
  createdBy: string;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  endedAt: Date | null;
}

export function toKey(row: Selectable<ApiKeys>): ApiKey {
  const { tokenHash: _hash, endedBy: _by, scopes, ...shown } = row;
  return { ...shown, scopes: scopes as Scope[] };
}

/** Every key, those in use first. */
export async function listKeys(db: Db): Promise<ApiKey[]> {
  return (await selectKeys(db)).map(toKey);
}

/** @throws NotFound */
export async function requireKey(db: Db, id: number): Promise<ApiKey> {
  const row = await selectKey(db, id);
  if (row === undefined) throw new NotFound(say.noKey(id));
  return toKey(row);
}
