import { randomBytes } from 'node:crypto';
import { recordAudit } from '../access/audit.ts';
import { hashAddress } from '../address-hash.ts';
import { Conflict, InvalidInput } from '../errors.ts';
import type { Services } from '../services.ts';
import { type Address, parseAddress } from '../subscribers/address.ts';
import { cleanLine } from '../text/clean-line.ts';
import { readInvitationToken } from './invite.ts';
import { noteInvited, useInvitation } from './queries/invitations.ts';
import { insertStaff, selectStaffByKey } from './queries/people.ts';
import { readDeskLanguage, type StaffMember, staffActor, toMember } from './staff.ts';
import { say } from './say.ts';

export interface Joining {
  name: string;
  /** Only asked for where the invitation has none. */
  address: string;
  language: string;
}

/**
 * Takes an invitation up, once; null where it was used, taken back, or is too old.
 * @throws InvalidInput for a wrong address, no name, or a language that the desk has not; Conflict for an address that is taken: nothing is used up then
 */
export async function join(
  services: Services,
  token: string,
  { name: givenName, address: given, language: wanted }: Joining,
  now: Date = new Date(),
): Promise<StaffMember | null> {
  const id = readInvitationToken(services, token, now);
  if (id === null) return null;
  const name = readName(givenName);
  const language = readDeskLanguage(wanted);
  return services.db.transaction().execute(async (trx) => {
    const invitation = await useInvitation(trx, id, now);
    if (invitation === undefined) return null;
    const address = parseAddress(invitation.address ?? given);
    if ((await selectStaffByKey(trx, address.key)) !== undefined)
      throw new Conflict(say.joinedAlready(address.address));
    const { role } = invitation;
    const person = await insertStaff(trx, { ...columnsOf(services, address), name, role, language });
    await noteInvited(trx, id, person.id);
    const after = { role, name };
    const change = { before: null, after };
    await recordAudit(trx, staffActor(person.id), 'staff.join', `staff:${person.id}`, {}, change);
    return toMember(person);
  });
}

function columnsOf({ config }: Services, { address, key }: Address) {
  const addressHash = hashAddress(config.suppressionKey, key);
  return { address, addressKey: key, addressHash, userHandle: randomBytes(32) };
}

/** @throws InvalidInput */
export function readName(text: string): string {
  const name = cleanLine(text, 100);
  if (name === '') throw new InvalidInput(say.noName);
  return name;
}
