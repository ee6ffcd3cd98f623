import type { Role } from '../../access/permissions.ts';
import { type Insertable, sql, type Updateable } from 'kysely';
import type { Db } from '../../db.ts';
import type { Staff } from '../../db-schema.ts';

/** One of the staff. */
export function selectStaff(db: Db, id: number) {
  return db.selectFrom('staff').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The same, held until the transaction ends. */
export function holdStaff(trx: Db, id: number) {
  return trx.selectFrom('staff').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
}

/** Who has an address. */
export function selectStaffByKey(db: Db, addressKey: string) {
  return db.selectFrom('staff').selectAll().where('addressKey', '=', addressKey).executeTakeFirst();
}

/** Everybody, with what they have as a second factor; those who may not come in any more behind the others. */
export function selectAllStaff(db: Db) {
  return db
    .selectFrom('staff as s')
    .selectAll()
    .select([
      sql<boolean>`exists (select from staff_totp t where t.staff_id = s.id and t.confirmed_at is not null)`.as(
        'hasTotp',
      ),
      sql<number>`(select count(*) from staff_passkeys p where p.staff_id = s.id)`.as('passkeys'),
    ])
    .orderBy(sql`s.disabled_at is not null`)
    .orderBy(sql`array_position(array['owner', 'editor', 'reporter', 'analyst'], s.role)`)
    .orderBy('s.name')
    .orderBy('s.id')
    .execute();
}

/** Adds one of the staff. */
export function insertStaff(db: Db, values: Insertable<Staff>) {
  return db.insertInto('staff').values(values).returningAll().executeTakeFirstOrThrow();
}

/** Changes one of the staff. */
export function updateStaff(db: Db, id: number, values: Updateable<Staff>) {
  return db.updateTable('staff').set(values).where('id', '=', id).returningAll().executeTakeFirstOrThrow();
}

/** The owners who may come in, each held until the transaction ends, so that two changes see each other. */
export function holdOwners(trx: Db) {
  return trx
    .selectFrom('staff')
    .select('id')
    .where('role', '=', 'owner')
    .where('disabledAt', 'is', null)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
}

/** Those of some roles who may come in, as a mail needs them. */
export function selectStaffOfRoles(db: Db, roles: readonly Role[]) {
  return db
    .selectFrom('staff')
    .select(['id', 'address', 'addressHash', 'language'])
    .where('role', 'in', roles)
    .where('disabledAt', 'is', null)
    .orderBy('id')
    .execute();
}

/** Whether an owner has signed in who still may. */
export async function hasSignedInOwner(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom('staff')
    .select('id')
    .where('role', '=', 'owner')
    .where('disabledAt', 'is', null)
    .where('signedInAt', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
