import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Selectable } from 'kysely';
import type { Actor } from '../../access/actor.ts';
import { recordAudit } from '../../access/audit.ts';
import { demand } from '../../access/demand.ts';
import type { Db } from '../../db.ts';
import type { StaffPasskeys } from '../../db-schema.ts';
import { InvalidInput, messageOf } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { cleanLine } from '../../text/clean-line.ts';
import { hashToken } from '../../tokens.ts';
import {
  insertChallenge,
  insertPasskey,
  selectPasskey,
  selectPasskeys,
  takeChallenge,
  usePasskey,
} from '../queries/factors.ts';
import { heldStaff } from '../staff.ts';
import { say } from '../say.ts';

type Purpose = 'register' | 'sign-in' | 'confirm';

// Loaded where a passkey is used: it brings a thousand modules, a third of all that the web would load at its start.
const loadWebAuthn = () => import('@simplewebauthn/server');

const challengeMs = 5 * 60_000;
// EdDSA, ES256, RS256: what authenticators have. To ask Node for newer ones makes it warn of experiments.
const supportedAlgorithmIDs = [-8, -7, -257];

/** What a browser is asked for to make a passkey: one that knows its person, and asks them for finger, face or PIN. */
export async function passkeyCreation(services: Services, actor: Actor, staffId: number, issuer: string) {
  demand(actor, 'account.secure');
  const person = await heldStaff(services.db, staffId);
  const known = await selectPasskeys(services.db, staffId);
  const { generateRegistrationOptions } = await loadWebAuthn();
  const options = await generateRegistrationOptions({
    rpName: issuer,
    rpID: rpOf(services),
    userName: person.address,
    userDisplayName: person.name,
    userID: new Uint8Array(person.userHandle),
    attestationType: 'none',
    supportedAlgorithmIDs,
    excludeCredentials: known.map(({ credentialId: id, transports }) => ({ id, transports })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  await keepChallenge(services.db, options.challenge, 'register', staffId);
  return options;
}

/**
 * Keeps a passkey that a browser has made.
 * @throws InvalidInput where its answer proves nothing, or was given before
 */
export async function addPasskey(
  services: Services,
  actor: Actor,
  staffId: number,
  { response, name }: { response: unknown; name: string },
): Promise<void> {
  demand(actor, 'account.secure');
  const { verifyRegistrationResponse } = await loadWebAuthn();
  const { registrationInfo } = await refusing(() =>
    verifyRegistrationResponse({
      response: response as RegistrationResponseJSON,
      expectedChallenge: (challenge) => isOurs(services.db, challenge, 'register', staffId),
      expectedOrigin: originOf(services),
      expectedRPID: rpOf(services),
      requireUserVerification: true,
      supportedAlgorithmIDs,
    }),
  );
  if (registrationInfo === undefined) throw refused('it did not verify');
  const { credential, credentialBackedUp } = registrationInfo;
  await services.db.transaction().execute(async (trx) => {
    await insertPasskey(trx, {
      staffId,
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey),
      counter: credential.counter,
      transports: credential.transports ?? [],
      backedUp: credentialBackedUp,
      name: cleanLine(name, 60),
    });
    await recordAudit(trx, actor, 'staff.add-passkey', `staff:${staffId}`, { backedUp: credentialBackedUp });
  });
}

/** What a browser is asked for to sign in with a passkey: any of ours, or, to confirm, one of this person's. */
export async function passkeyRequest(services: Services, staffId: number | null) {
  const own = staffId === null ? [] : await selectPasskeys(services.db, staffId);
  const { generateAuthenticationOptions } = await loadWebAuthn();
  const options = await generateAuthenticationOptions({
    rpID: rpOf(services),
    userVerification: 'required',
    ...(staffId !== null && {
      allowCredentials: own.map(({ credentialId: id, transports }) => ({ id, transports })),
    }),
  });
  await keepChallenge(services.db, options.challenge, staffId === null ? 'sign-in' : 'confirm', staffId);
  return options;
}

/**
 * Whose passkey has signed what it was asked to.
 * @param staffId whose it must be, to confirm; null where it may be anybody's
 * @throws InvalidInput where the answer proves nothing, was given before, or counts back as a copy would
 */
export async function verifyPasskey(
  services: Services,
  response: unknown,
  staffId: number | null,
  now: Date = new Date(),
): Promise<number> {
  const { id } = Object(response) as { id?: unknown };
  const passkey = typeof id === 'string' ? await selectPasskey(services.db, id) : undefined;
  if (passkey === undefined || (staffId !== null && passkey.staffId !== staffId))
    throw refused('it is not known here');
  const purpose = staffId === null ? 'sign-in' : 'confirm';
  const { verifyAuthenticationResponse } = await loadWebAuthn();
  const { verified, authenticationInfo } = await refusing(() =>
    verifyAuthenticationResponse({
      response: response as AuthenticationResponseJSON,
      expectedChallenge: (challenge) => isOurs(services.db, challenge, purpose, staffId),
      expectedOrigin: originOf(services),
      expectedRPID: rpOf(services),
      credential: credentialOf(passkey),
      requireUserVerification: true,
    }),
  );
  const { newCounter } = authenticationInfo;
  const used =
    verified && (await usePasskey(services.db, passkey.id, passkey.counter, newCounter, now)) !== undefined;
  if (!used) throw refused('it did not verify');
  return passkey.staffId;
}

function credentialOf({ credentialId: id, publicKey, counter, transports }: Selectable<StaffPasskeys>) {
  return { id, publicKey: new Uint8Array(publicKey), counter, transports };
}

async function keepChallenge(
  db: Db,
  challenge: string,
  purpose: Purpose,
  staffId: number | null,
): Promise<void> {
  const expiresAt = new Date(Date.now() + challengeMs);
  await insertChallenge(db, { challengeHash: hashToken(challenge), purpose, staffId, expiresAt });
}

/** Whether we have asked for this, for this purpose; it is used up by the question. */
async function isOurs(db: Db, challenge: string, purpose: Purpose, staffId: number | null): Promise<boolean> {
  const asked = { challengeHash: hashToken(challenge), purpose, staffId };
  return (await takeChallenge(db, asked, new Date())) !== undefined;
}

/** The library throws for whatever is not right in an answer. */
async function refusing<T>(verify: () => Promise<T>): Promise<T> {
  try {
    return await verify();
  } catch (error) {
    throw refused(messageOf(error));
  }
}

function refused(why: string): InvalidInput {
  return new InvalidInput(say.passkeyRefused(cleanLine(why, 200)));
}

function rpOf({ config }: Services): string {
  return new URL(config.publicUrl).hostname;
}

function originOf({ config }: Services): string {
  return new URL(config.publicUrl).origin;
}
