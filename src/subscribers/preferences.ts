import type { Db } from '../db.ts';
import { stopCountingClicks } from '../delivery/clicks.ts';
import { newsletterOfMail } from '../delivery/read-delivery.ts';
import { liftUnsubscribed } from '../delivery/suppress.ts';
import { listNewsletters, type Newsletter } from '../publication/newsletters.ts';
import { requirePublication } from '../publication/publication.ts';
import type { Services } from '../services.ts';
import { cleanLine } from '../text/clean-line.ts';
import { clickWording, consentWording, type Origin, originColumns, wordingVersion } from './consent.ts';
import { holdSubscriber, selectSubscriber, updateSubscriber } from './queries/people.ts';
import {
  confirmSubscriptions,
  insertConsents,
  selectSubscriptions,
  updateClickConsent,
} from './queries/subscriptions.ts';
import { readLanguage, readTimeZone } from './read-values.ts';
import { leave } from './unsubscribe.ts';

const purpose = 'preferences';

/** The link to a person's preferences that welcome and other service mails carry. */
export function preferencesToken({ tokens }: Services, subscriberId: number): string {
  return tokens.sign(purpose, String(subscriberId));
}

/** Whose preferences a link opens, and of which mail it is the link. */
export interface PreferencesLink {
  subscriberId: number;
  mail: { editionId: number; newsletterId: number } | null;
}

/** What a link to preferences opens; null where it is forged. */
export async function readPreferencesToken(
  { db, tokens }: Services,
  token: string,
): Promise<PreferencesLink | null> {
  const named = tokens.readDelivery('preferences', token);
  if (named === null) {
    const text = tokens.read(purpose, token);
    return text === null ? null : { subscriberId: Number(text), mail: null };
  }
  const newsletterId = await newsletterOfMail(db, named);
  const { subscriberId, editionId } = named;
  return newsletterId === null ? null : { subscriberId, mail: { editionId, newsletterId } };
}

export interface Preferences {
  subscriberId: number;
  address: string;
  name: string;
  language: string | null;
  timeZone: string | null;
  /** An edition comes at the newsletter's hour in the person's own time zone. */
  ownMorning: boolean;
  newsletters: Array<Newsletter & { subscribed: boolean }>;
  /** Newsletters that a person gets and that count clicks per person, with their consent; none: nothing to ask. */
  clicks: { newsletters: string[]; agreed: boolean };
}

/** What a person has set, or null where the person is gone. */
export async function readPreferences({ db }: Services, subscriberId: number): Promise<Preferences | null> {
  const person = await selectSubscriber(db, subscriberId);
  if (person === undefined) return null;
  const [all, subscriptions] = await Promise.all([
    listNewsletters(db),
    selectSubscriptions(db, subscriberId),
  ]);
  const confirmed = subscriptions.filter(({ state }) => state === 'confirmed');
  const newsletters = all.map((one) => ({
    ...one,
    subscribed: confirmed.some(({ newsletterId }) => newsletterId === one.id),
  }));
  const counting = newsletters.filter(({ subscribed, clickMode }) => subscribed && clickMode === 'person');
  const agreed = counting.some(({ id }) =>
    confirmed.some(({ newsletterId, clickConsentAt }) => newsletterId === id && clickConsentAt !== null),
  );
  const { address, name, language, timeZone, ownMorning } = person;
  const clicks = { newsletters: counting.map((one) => one.name), agreed };
  return { subscriberId, address, name, language, timeZone, ownMorning, newsletters, clicks };
}

export interface PreferencesChange {
  name: string;
  language: string;
  timeZone: string;
  ownMorning: boolean;
  /** Slugs of the newsletters that are ticked now. */
  newsletters: string[];
  /** Whether their clicks may be counted, in the newsletters that do. */
  clicks: boolean;
  /** Of the page that was shown, whose words are the proof. */
  shownIn: string;
}

/**
 * Saves what a person has set. The link came to the address itself, so a newsletter that is turned on with it is
 * confirmed by that; the proof says so.
 * @param mail whose link led there: who leaves its newsletter has left by that mail
 * @throws InvalidInput for a language or a time zone that does not exist
 */
export async function setPreferences(
  services: Services,
  before: Preferences,
  change: PreferencesChange,
  origin: Origin,
  mail: PreferencesLink['mail'] = null,
  now: Date = new Date(),
): Promise<void> {
  const { subscriberId } = before;
  const own = {
    name: cleanLine(change.name, 100),
    language: readLanguage(change.language),
    timeZone: readTimeZone(change.timeZone),
    ownMorning: change.ownMorning,
  };
  const { name: publication } = await requirePublication(services.db);
  const act: Act = { before, language: change.shownIn, publication, origin, now };
  const isTicked = ({ slug }: Newsletter): boolean => change.newsletters.includes(slug);
  await services.db.transaction().execute(async (trx) => {
    const person = await holdSubscriber(trx, subscriberId);
    if (person === undefined) return;
    await updateSubscriber(trx, subscriberId, own);
    const turnedOn = before.newsletters.filter((one) => !one.subscribed && isTicked(one));
    await turnOn(trx, act, turnedOn, person.addressHash);
    for (const { id } of before.newsletters.filter((one) => one.subscribed && !isTicked(one)))
      await leave(
        trx,
        { subscriberId, newsletterId: id, ...(mail?.newsletterId === id && { editionId: mail.editionId }) },
        origin,
        now,
      );
    const counting = before.newsletters.filter(
      (one) => one.subscribed && isTicked(one) && one.clickMode === 'person',
    );
    await countClicks(trx, act, counting, change.clicks);
  });
}

/** Whose act it is, in which language, from where. */
interface Act {
  before: Preferences;
  language: string;
  publication: string;
  origin: Origin;
  now: Date;
}

async function turnOn(
  trx: Db,
  { before: { subscriberId }, language, publication, origin, now }: Act,
  newsletters: Newsletter[],
  addressHash: Buffer,
): Promise<void> {
  const ids = newsletters.map(({ id }) => id);
  const confirmed = await confirmSubscriptions(trx, subscriberId, ids, now);
  await liftUnsubscribed(trx, addressHash, ids, `subscriber:${subscriberId}`);
  const wording = consentWording(language, publication);
  const proof = { subscriberId, action: 'confirm', purpose: 'newsletter', wording, wordingVersion, at: now };
  await insertConsents(
    trx,
    confirmed.map((newsletterId) => ({ ...proof, ...originColumns(origin), newsletterId })),
  );
}

/** Begins or ends the count of a person's own clicks; an end reaches mails that were sent already. */
async function countClicks(
  trx: Db,
  { before: { subscriberId, clicks }, language, publication, origin, now }: Act,
  newsletters: Newsletter[],
  agreed: boolean,
): Promise<void> {
  const ids = newsletters.map(({ id }) => id);
  const changed = await updateClickConsent(trx, subscriberId, ids, agreed ? now : null);
  if (!agreed) for (const id of changed) await stopCountingClicks(trx, subscriberId, id);
  const wording = clickWording(language, clicks.newsletters, publication);
  const action = agreed ? 'confirm' : 'withdraw';
  const proof = { subscriberId, action, purpose: 'clicks', wording, wordingVersion, at: now };
  await insertConsents(
    trx,
    changed.map((newsletterId) => ({ ...proof, ...originColumns(origin), newsletterId })),
  );
}
