import type { Selectable } from 'kysely';
import type { Actor } from '../access/actor.ts';
import type { Role } from '../access/permissions.ts';
import type { Db } from '../db.ts';
import type { Staff as StaffTable } from '../db-schema.ts';
import { InvalidInput, NotFound } from '../errors.ts';
import { parseAddress } from '../subscribers/address.ts';
import {
  hasSignedInOwner,
  holdStaff,
  selectAllStaff,
  selectStaff,
  selectStaffByKey,
} from './queries/people.ts';
import { say } from './say.ts';
import { deskPageLanguages } from '../views/desk-words.ts';

export type StaffRow = Selectable<StaffTable>;

/** Somebody who works at the desk, as others see them. */
export interface StaffMember {
  id: number;
  address: string;
  name: string;
  role: Role;
  /** One of the desk's. */
  language: string;
  signedInAt: Date | null;
  disabledAt: Date | null;
}

export function toMember(row: StaffRow): StaffMember {
  const { id, address, name, role, language, signedInAt, disabledAt } = row;
  return {
    id,
    address,
    name,
    role: role as Role,
    language,
    signedInAt,
    disabledAt,
  };
}

/** How the audit log and approvals name one of the staff: by id, since names and addresses change. */
export function staffActor(id: number): Actor {
  return { kind: 'staff', name: String(id) };
}

/** @throws NotFound */
export async function requireStaff(db: Db, id: number): Promise<StaffMember> {
  return toMember(known(await selectStaff(db, id), String(id)));
}

/**
 * The same by address, as the command line names people.
 * @throws NotFound; InvalidInput for a wrong address
 */
export async function requireStaffByAddress(db: Db, address: string): Promise<StaffMember> {
  return toMember(known(await selectStaffByKey(db, parseAddress(address).key), address));
}

/** @throws NotFound */
export async function heldStaff(trx: Db, id: number): Promise<StaffRow> {
  return known(await holdStaff(trx, id), String(id));
}

/** Everybody, with what they have as a second factor. */
export async function listStaff(
  db: Db,
): Promise<Array<StaffMember & { hasTotp: boolean; passkeys: number }>> {
  const rows = await selectAllStaff(db);
  return rows.map((row) => ({ ...toMember(row), hasTotp: row.hasTotp, passkeys: row.passkeys }));
}

/** Whether anybody has come in as an owner yet: until then the way in is a link on the terminal. */
export function hasOwner(db: Db): Promise<boolean> {
  return hasSignedInOwner(db);
}

function known(row: StaffRow | undefined, seen: string): StaffRow {
  if (row === undefined) throw new NotFound(say.nobody(JSON.stringify(seen)));
  return row;
}

/**
 * A language that the desk is written in.
 * @throws InvalidInput for another
 */
export function readDeskLanguage(given: string): string {
  const languages = deskPageLanguages();
  if (languages.includes(given)) return given;
  throw new InvalidInput(say.noLanguage(given, languages));
}
