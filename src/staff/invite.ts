import type { Selectable } from 'kysely';
import { type Actor, describeActor } from '../access/actor.ts';
import { changeOf, recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import type { Role } from '../access/permissions.ts';
import { hashAddress } from '../address-hash.ts';
import type { Db } from '../db.ts';
import type { StaffInvitations } from '../db-schema.ts';
import { Conflict, NotFound } from '../errors.ts';
import type { Services } from '../services.ts';
import { type Address, parseAddress } from '../subscribers/address.ts';
import { mailStaff } from './mail-staff.ts';
import {
  insertInvitation,
  revokeInvitation,
  revokeInvitationsOf,
  selectInvitation,
  selectOpenInvitations,
} from './queries/invitations.ts';
import { selectStaffByKey } from './queries/people.ts';
import { say } from './say.ts';
import { readDeskLanguage } from './staff.ts';

const purpose = 'staff-invitation';
const validForMs = 3 * 24 * 3_600_000;

export interface Invitation {
  id: number;
  role: Role;
  /** Null: whoever holds the link gives an address of their own. */
  address: string | null;
  language: string;
  invitedBy: string;
  expiresAt: Date;
}

export interface Inviting {
  role: Role;
  address: string | null;
  language?: string;
}

/**
 * Invites somebody to the desk; one invitation an address, so that an earlier one is taken back. With an address it is
 * mailed, where a sender is set.
 * @returns the link, which stands nowhere: it is made again only for the mail
 * @throws InvalidInput for a wrong address or a language that the desk has not; Conflict for one of somebody who is there already
 */
export async function invite(
  services: Services,
  actor: Actor,
  { role, address: given, language = 'en' }: Inviting,
  now: Date = new Date(),
): Promise<Invitation & { url: string; mailed: boolean }> {
  demand(actor, 'staff.change', now);
  const address = given === null ? null : parseAddress(given);
  const spoken = readDeskLanguage(language);
  const { invitation, mailed } = await services.db.transaction().execute(async (trx) => {
    if (address !== null) await refuseKnown(trx, address);
    const by = describeActor(actor);
    await revokeInvitationsOf(trx, address?.key ?? null, address === null ? by : null, now);
    const expiresAt = new Date(now.getTime() + validForMs);
    const named = { ...addressColumns(services, address), role, language: spoken, expiresAt };
    const row = await insertInvitation(trx, { ...named, invitedBy: by });
    const change = changeOf(null, { role, language: spoken, expiresAt });
    await recordAudit(trx, actor, 'staff.invite', `staff-invitation:${row.id}`, {}, change);
    return { invitation: toInvitation(row), mailed: address !== null && (await mail(services, trx, row)) };
  });
  if (mailed) await services.jobs.hint('send-service-mails', [{}]);
  return { ...invitation, url: invitationUrl(services, invitation), mailed };
}

function addressColumns({ config }: Services, address: Address | null) {
  if (address === null) return {};
  const addressHash = hashAddress(config.suppressionKey, address.key);
  return { address: address.address, addressKey: address.key, addressHash };
}

async function refuseKnown(trx: Db, { key, address }: Address): Promise<void> {
  const person = await selectStaffByKey(trx, key);
  if (person === undefined) return;
  throw new Conflict(person.disabledAt === null ? say.staffAlready(address) : say.staffDisabled(address));
}

function mail(services: Services, trx: Db, row: Selectable<StaffInvitations>): Promise<boolean> {
  const { id, address, addressHash, language, expiresAt } = row;
  if (address === null || addressHash === null) return Promise.resolve(false);
  return mailStaff(services, trx, {
    kind: 'staff-invitation',
    idempotencyKey: `staff-invitation:${id}`,
    recipient: { address, addressHash, language },
    props: { invitationId: id },
    expiresAt,
  });
}

/** The link of an invitation. */
export function invitationUrl({ config, tokens }: Services, { id, expiresAt }: Invitation): string {
  return `${config.publicUrl}/desk/join/${tokens.sign(purpose, String(id), expiresAt)}`;
}

/** What a link's token names, whether it can still be used or not; null where it is forged or too old. */
export function readInvitationToken({ tokens }: Services, token: string, now: Date): number | null {
  const id = tokens.read(purpose, token, now);
  return id === null ? null : Number(id);
}

/** The invitation that a link opens; null where it was used, taken back, or is too old. Changes nothing. */
export async function findInvitation(
  services: Services,
  token: string,
  now: Date = new Date(),
): Promise<Invitation | null> {
  const id = readInvitationToken(services, token, now);
  const row = id === null ? undefined : await selectInvitation(services.db, id);
  return row === undefined || row.usedAt !== null || row.revokedAt !== null ? null : toInvitation(row);
}

/** An invitation that can be used, by its id; null for others. */
export async function openInvitation(db: Db, id: number): Promise<Invitation | null> {
  const row = await selectInvitation(db, id);
  return row === undefined || row.usedAt !== null || row.revokedAt !== null ? null : toInvitation(row);
}

/** Those that can still be used, the newest first. */
export async function listInvitations(db: Db, now: Date = new Date()): Promise<Invitation[]> {
  return (await selectOpenInvitations(db, now)).map(toInvitation);
}

/**
 * Takes an invitation back.
 * @throws NotFound where there is none to take back
 */
export async function takeBackInvitation(
  db: Db,
  actor: Actor,
  id: number,
  now: Date = new Date(),
): Promise<void> {
  demand(actor, 'staff.change', now);
  await db.transaction().execute(async (trx) => {
    const row = await revokeInvitation(trx, id, now);
    if (row === undefined) throw new NotFound(say.noInvitation(id));
    const change = { before: { role: row.role }, after: null };
    await recordAudit(trx, actor, 'staff.take-back-invitation', `staff-invitation:${id}`, {}, change);
  });
}

function toInvitation(row: Selectable<StaffInvitations>): Invitation {
  const { id, role, address, language, invitedBy, expiresAt } = row;
  return {
    id,
    role: role as Role,
    address,
    language,
    invitedBy,
    expiresAt,
  };
}
