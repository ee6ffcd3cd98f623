import { readDelivery } from '../delivery/read-delivery.ts';
import { liftUnsubscribed } from '../delivery/suppress.ts';
import { InvalidInput } from '../errors.ts';
import { listNewsletters, type Newsletter } from '../publication/newsletters.ts';
import { requirePublication } from '../publication/publication.ts';
import { languageTag, timeZone as timeZoneSchema } from '../publication/values.ts';
import type { Services } from '../services.ts';
import { cleanLine } from '../text/clean-line.ts';
import { consentWording, type Origin, originColumns, wordingVersion } from './consent.ts';
import {
  confirmSubscriptions,
  insertConsents,
  selectSubscriber,
  selectSubscriptions,
  updateSubscriber,
} from './queries.ts';
import { unsubscribe } from './unsubscribe.ts';

const purpose = 'preferences';

/** The link to a person's preferences that welcome and other service mails carry. */
export function preferencesToken({ tokens }: Services, subscriberId: number): string {
  return tokens.sign(purpose, String(subscriberId));
}

/** Whose preferences a link opens; null where it is forged. */
export async function readPreferencesToken({ db, tokens }: Services, token: string): Promise<number | null> {
  const named = tokens.readDelivery('preferences', token);
  if (named !== null) return (await readDelivery(db, named)) === null ? null : named.subscriberId;
  const text = tokens.read(purpose, token);
  return text === null ? null : Number(text);
}

export interface Preferences {
  subscriberId: number;
  address: string;
  name: string;
  language: string | null;
  timeZone: string | null;
  newsletters: Array<Newsletter & { subscribed: boolean }>;
}

/** What a person has set, or null where the person is gone. */
export async function readPreferences({ db }: Services, subscriberId: number): Promise<Preferences | null> {
  const person = await selectSubscriber(db, subscriberId);
  if (person === undefined) return null;
  const [all, subscriptions] = await Promise.all([
    listNewsletters(db),
    selectSubscriptions(db, subscriberId),
  ]);
  const confirmed = new Set(
    subscriptions.filter(({ state }) => state === 'confirmed').map(({ newsletterId }) => newsletterId),
  );
  const { address, name, language, timeZone } = person;
  return {
    subscriberId,
    address,
    name,
    language,
    timeZone,
    newsletters: all.map((one) => ({ ...one, subscribed: confirmed.has(one.id) })),
  };
}

export interface PreferencesChange {
  name: string;
  language: string;
  timeZone: string;
  /** Slugs of the newsletters that are ticked now. */
  newsletters: string[];
}

/**
 * Saves what a person has set. The link came to the address itself, so a newsletter that is turned on with it is
 * confirmed by that; the proof says so.
 * @throws InvalidInput for a language or a time zone that does not exist
 */
export async function setPreferences(
  services: Services,
  before: Preferences,
  change: PreferencesChange,
  origin: Origin,
  now: Date = new Date(),
): Promise<void> {
  const { subscriberId } = before;
  const language = change.language === '' ? null : check(languageTag, change.language, 'language');
  const timeZone = change.timeZone === '' ? null : check(timeZoneSchema, change.timeZone, 'time zone');
  const turnedOn = before.newsletters.filter(
    ({ slug, subscribed }) => !subscribed && change.newsletters.includes(slug),
  );
  const turnedOff = before.newsletters.filter(
    ({ slug, subscribed }) => subscribed && !change.newsletters.includes(slug),
  );
  const publication = await requirePublication(services.db);
  await services.db.transaction().execute(async (trx) => {
    const person = await selectSubscriber(trx, subscriberId);
    if (person === undefined) return;
    await updateSubscriber(trx, subscriberId, { name: cleanLine(change.name, 100), language, timeZone });
    const ids = turnedOn.map(({ id }) => id);
    const confirmed = await confirmSubscriptions(trx, subscriberId, ids, now);
    await liftUnsubscribed(trx, person.addressHash, ids, `subscriber:${subscriberId}`);
    const wording = consentWording(
      language ?? publication.language,
      turnedOn.map(({ name }) => name),
      publication.name,
    );
    const proof = {
      subscriberId,
      action: 'confirm',
      purpose: 'newsletter',
      wording,
      wordingVersion,
      at: now,
      ...originColumns(origin),
    };
    await insertConsents(
      trx,
      confirmed.map((newsletterId) => ({ ...proof, newsletterId })),
    );
  });
  for (const { id } of turnedOff)
    await unsubscribe(services, { subscriberId, newsletterId: id }, origin, now);
}

function check(schema: typeof languageTag | typeof timeZoneSchema, value: string, name: string): string {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InvalidInput(
    `the ${name} ${JSON.stringify(value.slice(0, 60))} ${parsed.error.issues[0]?.message ?? 'is not allowed'}`,
  );
}
