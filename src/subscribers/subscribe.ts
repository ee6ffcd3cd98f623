import type { Selectable } from 'kysely';
import { hashAddress } from '../address-hash.ts';
import type { Db } from '../db.ts';
import type { Subscribers } from '../db-schema.ts';
import { queueServiceMail } from '../delivery/service-mails.ts';
import { liftOldBounce } from '../delivery/suppress.ts';
import { InvalidInput } from '../errors.ts';
import { listNewsletters } from '../publication/newsletters.ts';
import { requirePublication } from '../publication/publication.ts';
import type { Services } from '../services.ts';
import { cleanLine } from '../text/clean-line.ts';
import { type Address, parseAddress } from './address.ts';
import { consentWording, type Origin, originColumns, wordingVersion } from './consent.ts';
import { insertConfirmation, selectConfirmations, updateMessageId } from './queries/links.ts';
import { insertSubscriber, lockAddress, selectByKey } from './queries/people.ts';
import { insertConsents, insertPending, selectSubscriptions } from './queries/subscriptions.ts';
import { say } from './say.ts';

export interface SignUp {
  address: string;
  name: string;
  /** Slugs of the newsletters that were ticked. */
  newsletters: string[];
  /** Of the form, whose words are the proof. */
  language: string;
  origin: Origin;
}

const hour = 3_600_000;
const askAgainAfter = hour / 6;
const mailsADay = 2;
const validFor = 48 * hour;

/**
 * Notes that somebody asked for newsletters at an address, and asks the address to confirm it: once, and once
 * more after 10 minutes, at most twice in 24 hours. The caller learns nothing about the address.
 * @throws InvalidInput for a wrong address or where no newsletter was chosen
 */
export async function subscribe(services: Services, signUp: SignUp, now: Date = new Date()): Promise<void> {
  const address = parseAddress(signUp.address);
  const publication = await requirePublication(services.db);
  const all = await listNewsletters(services.db);
  const chosen = all.filter(({ slug }) => signUp.newsletters.includes(slug));
  if (chosen.length === 0) throw new InvalidInput(say.chooseNewsletter);
  const wording = consentWording(signUp.language, publication.name);
  const ids = chosen.map(({ id }) => id);
  await services.db.transaction().execute(async (trx) => {
    await lockAddress(trx, address.key);
    const person = (await selectByKey(trx, address.key)) ?? (await addPerson(trx, services, address, signUp));
    const subscriptions = await selectSubscriptions(trx, person.id);
    const missing = ids.filter(
      (id) => !subscriptions.some(({ newsletterId, state }) => newsletterId === id && state === 'confirmed'),
    );
    // Before either mail: somebody may be confirmed and yet not reachable since an old bounce.
    await liftOldBounce(trx, person.addressHash, now);
    if (missing.length === 0) return void (await sayAlready(trx, person, now));
    await askToConfirm(trx, person, missing, { wording, ...originColumns(signUp.origin) }, now);
  });
  await services.jobs.hint('send-service-mails', [{}]);
}

type Person = Selectable<Subscribers>;

async function addPerson(
  trx: Db,
  { config }: Services,
  { address, key, disposable }: Address,
  { name, language }: SignUp,
): Promise<Person> {
  const addressHash = hashAddress(config.suppressionKey, key);
  return insertSubscriber(trx, {
    address,
    addressKey: key,
    addressHash,
    disposable,
    name: cleanLine(name, 100),
    language,
  });
}

type Asked = { wording: string } & ReturnType<typeof originColumns>;

async function askToConfirm(
  trx: Db,
  person: Person,
  newsletterIds: number[],
  asked: Asked,
  now: Date,
): Promise<void> {
  const asks = await selectConfirmations(trx, person.id, new Date(now.getTime() - 24 * hour));
  const last = asks[0]?.createdAt.getTime() ?? 0;
  if (asks.length >= mailsADay || now.getTime() - last < askAgainAfter) return;
  await insertPending(trx, person.id, newsletterIds, now);
  const messageId = await sendConfirmation(trx, person, newsletterIds, asked, now);
  const proof = {
    subscriberId: person.id,
    action: 'request',
    purpose: 'newsletter',
    wordingVersion,
    messageId,
    at: now,
    ...asked,
  };
  await insertConsents(
    trx,
    newsletterIds.map((newsletterId) => ({ ...proof, newsletterId })),
  );
}

/** Each mail is a confirmation of its own, so that its link is about what it names and nothing asked for later. */
async function sendConfirmation(
  trx: Db,
  person: Person,
  newsletterIds: number[],
  asked: Asked,
  now: Date,
): Promise<string | null> {
  const expiresAt = new Date(now.getTime() + validFor);
  const values = { subscriberId: person.id, newsletterIds, wordingVersion, createdAt: now, expiresAt };
  const { id } = await insertConfirmation(trx, { ...values, ...asked });
  const messageId = await queueServiceMail(trx, {
    kind: 'confirm',
    idempotencyKey: `confirm:${id}`,
    ...(await recipientOf(trx, person)),
    props: { confirmationId: id, expiresAt: expiresAt.toISOString() },
    expiresAt: new Date(now.getTime() + 24 * hour),
  });
  if (messageId !== null) await updateMessageId(trx, id, messageId);
  return messageId;
}

/** The page says the same to everybody; the mail says the rest, once a day. */
async function sayAlready(trx: Db, person: Person, now: Date): Promise<void> {
  await queueServiceMail(trx, {
    kind: 'already-subscribed',
    idempotencyKey: `already-subscribed:${person.id}:${now.toISOString().slice(0, 10)}`,
    ...(await recipientOf(trx, person)),
    props: {},
    expiresAt: new Date(now.getTime() + 24 * hour),
  });
}

/** Who a service mail goes to, in their own language or else in the publication's. */
export async function recipientOf(db: Db, { id, address, addressHash, language }: Person) {
  const ofMail = language ?? (await requirePublication(db)).language;
  return { subscriberId: id, address, addressHash, language: ofMail };
}
