import { queueServiceMail } from '../delivery/service-mails.ts';
import type { Services } from '../services.ts';
import { parseAddress } from './address.ts';
import { countSignIns, insertSignIn, updateCodeHash, useSignIn } from './queries/links.ts';
import { lockAddress, selectByKey } from './queries/people.ts';
import { hashCode, signInCode } from './sign-in-code.ts';
import { recipientOf } from './subscribe.ts';

const purpose = 'sign-in';
const validForMs = 15 * 60_000;
const linksAnHour = 3;

/** The link of a mail to sign in; a code goes with it. */
export function signInToken({ tokens }: Services, signInId: number, expiresAt: Date): string {
  return tokens.sign(purpose, String(signInId), expiresAt);
}

/**
 * Mails a link and a code to sign in where the address is a subscriber's, three an hour at the most. The caller
 * learns nothing about the address.
 * @throws InvalidInput for a wrong address
 */
export async function requestSignIn(services: Services, text: string, now: Date = new Date()): Promise<void> {
  const { key } = parseAddress(text);
  await services.db.transaction().execute(async (trx) => {
    await lockAddress(trx, key);
    const person = await selectByKey(trx, key);
    if (
      person === undefined ||
      (await countSignIns(trx, person.id, new Date(now.getTime() - 3_600_000))) >= linksAnHour
    )
      return;
    const expiresAt = new Date(now.getTime() + validForMs);
    const { id } = await insertSignIn(trx, person.id, expiresAt);
    await updateCodeHash(trx, id, hashCode(services, id, signInCode(services, id, expiresAt)));
    const props = { signInId: id, expiresAt: expiresAt.toISOString() };
    await queueServiceMail(trx, {
      kind: 'sign-in',
      idempotencyKey: `sign-in:${id}`,
      ...(await recipientOf(trx, person)),
      props,
      expiresAt,
      priority: 20,
    });
  });
  await services.jobs.hint('send-service-mails', [{}]);
}

/** Whether a link looks usable; changes nothing, since mail scanners open links. */
export function isSignInToken({ tokens }: Services, token: string, now: Date = new Date()): boolean {
  return tokens.read(purpose, token, now) !== null;
}

/** Uses a link, once; null where it is forged, old or used. */
export async function signIn(
  { db, tokens }: Services,
  token: string,
  now: Date = new Date(),
): Promise<number | null> {
  const id = tokens.read(purpose, token, now);
  if (id === null) return null;
  return (await useSignIn(db, Number(id), now))?.subscriberId ?? null;
}
