import type { Actor } from '../access/actor.ts';
import { recordAudit } from '../access/audit.ts';
import type { Db } from '../db.ts';
import { Conflict } from '../errors.ts';
import type { Services } from '../services.ts';
import { findSixDigits, hashSixDigits, readSixDigits, sixDigits } from '../six-digits.ts';
import { parseAddress } from '../subscribers/address.ts';
import { mailStaff } from './mail-staff.ts';
import { holdStaff, selectStaffByKey } from './queries/people.ts';
import { countSignIns, insertSignIn, tryCodes, updateCodeHash, useSignIn } from './queries/sign-ins.ts';
import type { StaffRow } from './staff.ts';
import { say } from './say.ts';

const linkPurpose = 'staff-sign-in';
const codePurpose = 'staff-sign-in-code';
const formPurpose = 'staff-sign-in-form';
const validForMs = 15 * 60_000;
const mailsAnHour = 5;
const maxTries = 5;

/** The link of a mail to sign in at the desk; a code goes with it. */
export function signInUrl({ config, tokens }: Services, id: number, expiresAt: Date): string {
  return `${config.publicUrl}/desk/sign-in/${tokens.sign(linkPurpose, String(id), expiresAt)}`;
}

export function signInCode({ tokens }: Services, id: number, expiresAt: Date): string {
  return sixDigits(tokens, codePurpose, id, expiresAt);
}

/**
 * Mails a link and a code where the address is of the staff, five an hour at the most. The caller learns nothing about
 * the address.
 * @throws InvalidInput for a wrong address
 */
export async function requestSignIn(services: Services, text: string, now: Date = new Date()): Promise<void> {
  const { key } = parseAddress(text);
  const person = await selectStaffByKey(services.db, key);
  if (person !== undefined) await mailSignIn(services, person.id, now);
}

/** Mails a link and a code to one of the staff, five an hour at the most. */
export async function mailSignIn(services: Services, staffId: number, now: Date = new Date()): Promise<void> {
  await services.db.transaction().execute(async (trx) => {
    const person = await holdStaff(trx, staffId);
    if (person === undefined || person.disabledAt !== null) return;
    const anHourAgo = new Date(now.getTime() - 3_600_000);
    if ((await countSignIns(trx, person.id, anHourAgo)) >= mailsAnHour) return;
    await queueSignIn(services, trx, person, now);
  });
  await services.jobs.hint('send-service-mails', [{}]);
}

async function queueSignIn(services: Services, trx: Db, person: StaffRow, now: Date): Promise<void> {
  const expiresAt = new Date(now.getTime() + validForMs);
  const { id } = await insertSignIn(trx, person.id, expiresAt);
  const code = signInCode(services, id, expiresAt);
  await updateCodeHash(trx, id, hashSixDigits(services.tokens, codePurpose, id, code));
  const props = { signInId: id, expiresAt: expiresAt.toISOString() };
  const idempotencyKey = `staff-sign-in:${id}`;
  const mail = { kind: 'staff-sign-in', idempotencyKey, recipient: person, props, expiresAt, priority: 20 };
  await mailStaff(services, trx, { ...mail, recipient: recipientOf(person) });
}

export function recipientOf({ address, addressHash, language }: StaffRow) {
  return { address, addressHash, language };
}

/**
 * A link to sign in with, for whoever has the command line: where no mail arrives.
 * @throws Conflict for who may not come in
 */
export async function makeSignInLink(
  services: Services,
  actor: Actor,
  person: { id: number; disabledAt: Date | null; address: string },
  now: Date = new Date(),
): Promise<{ url: string; expiresAt: Date }> {
  if (person.disabledAt !== null) throw new Conflict(say.mayNotSignIn(person.address));
  const expiresAt = new Date(now.getTime() + validForMs);
  const id = await services.db.transaction().execute(async (trx) => {
    await recordAudit(trx, actor, 'staff.sign-in-link', `staff:${person.id}`);
    return (await insertSignIn(trx, person.id, expiresAt)).id;
  });
  return { url: signInUrl(services, id, expiresAt), expiresAt };
}

/** Whether a link looks usable; changes nothing, since mail scanners open links. */
export function isSignInToken({ tokens }: Services, token: string, now: Date = new Date()): boolean {
  return tokens.read(linkPurpose, token, now) !== null;
}

/** Uses a link, once; whose it is, or null where it is forged, old, used, or of who may not come in. */
export async function signInByLink(
  { db, tokens }: Services,
  token: string,
  now: Date = new Date(),
): Promise<number | null> {
  const id = tokens.read(linkPurpose, token, now);
  return id === null ? null : ((await useSignIn(db, Number(id), now))?.staffId ?? null);
}

/**
 * What the form for the code carries: the address, signed. It is made for every address alike.
 * @throws InvalidInput for a wrong address
 */
export function codeFormToken({ tokens }: Services, address: string, now: Date = new Date()): string {
  return tokens.sign(formPurpose, parseAddress(address).key, new Date(now.getTime() + validForMs));
}

/** Whether a form for a code is ours and not too old. */
export function isCodeForm({ tokens }: Services, formToken: string, now: Date = new Date()): boolean {
  return tokens.read(formPurpose, formToken, now) !== null;
}

/** Uses a code in place of its link, by the form it was typed into; null where it is wrong, old, used or dead. */
export async function signInByCode(
  services: Services,
  { formToken, code }: { formToken: string; code: string },
  now: Date = new Date(),
): Promise<number | null> {
  const key = services.tokens.read(formPurpose, formToken, now);
  const person = key === null ? undefined : await selectStaffByKey(services.db, key);
  return person !== undefined && (await isMailedCode(services, person.id, code, now)) ? person.id : null;
}

/** Uses a mailed code of somebody, once; each try counts against all that are open, and after five a code is dead. */
export function isMailedCode(
  { db, tokens }: Services,
  staffId: number,
  code: string,
  now: Date = new Date(),
): Promise<boolean> {
  const given = readSixDigits(code);
  if (given === null) return Promise.resolve(false);
  return db.transaction().execute(async (trx) => {
    await holdStaff(trx, staffId);
    const tried = await tryCodes(trx, staffId, maxTries, now);
    const right = findSixDigits(tried, tokens, codePurpose, given);
    return right !== undefined && (await useSignIn(trx, right.id, now)) !== undefined;
  });
}
