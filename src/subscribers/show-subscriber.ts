import { hashAddress } from '../address-hash.ts';
import type { Db } from '../db.ts';
import { readKept } from '../delivery/kept.ts';
import { NotFound } from '../errors.ts';
import { listSessionsOf } from '../http/sessions.ts';
import type { Services } from '../services.ts';
import { parseAddress } from './address.ts';
import type { KeptElsewhere } from './kept-elsewhere.ts';
import { selectConfirmations, selectSignIns } from './queries/links.ts';
import { selectByKey } from './queries/people.ts';
import { selectConsents, selectSubscriptions } from './queries/subscriptions.ts';
import { say } from './say.ts';

/**
 * All that is kept of a person: profile, subscriptions, proofs and suppressions in full, the rest in short; also of
 * an address that stands in suppressions or service mails only.
 * @throws NotFound where the address stands nowhere
 */
export async function showSubscriber(
  { db, config }: Services,
  text: string,
  elsewhere: KeptElsewhere[] = [],
) {
  const { key, address, disposable } = parseAddress(text);
  const addressHash = hashAddress(config.suppressionKey, key);
  const person = await selectByKey(db, key);
  const { isNamed, ...kept } = await readKept(db, { subscriberId: person?.id ?? null, addressHash });
  const subject = { subscriberId: person?.id ?? null, addressHash, addressKey: key };
  const others = await Promise.all(
    elsewhere.map(async ({ name, show }) => [name, await show(db, subject)] as const),
  );
  const isElsewhere = others.some(([, rows]) => rows.length > 0);
  if (person === undefined && !isNamed && !isElsewhere)
    throw new NotFound(say.nobodyKept(JSON.stringify(text)));
  return {
    id: person?.id ?? null,
    address: person?.address ?? address,
    name: person?.name ?? '',
    language: person?.language ?? null,
    timeZone: person?.timeZone ?? null,
    ownMorning: person?.ownMorning ?? false,
    disposable,
    createdAt: person?.createdAt ?? null,
    ...(await readOwn(db, person?.id ?? null)),
    ...kept,
    elsewhere: Object.fromEntries(others),
  };
}

async function readOwn(db: Db, id: number | null) {
  const [subscriptions, consents, confirmations, signIns, sessions] =
    id === null
      ? [[], [], [], [], []]
      : await Promise.all([
          selectSubscriptions(db, id),
          selectConsents(db, id),
          selectConfirmations(db, id, new Date(0)),
          selectSignIns(db, id),
          listSessionsOf(db, `subscriber:${id}`),
        ]);
  const asked = confirmations.map(({ createdAt, newsletterIds, expiresAt, usedAt }) => ({
    createdAt,
    newsletterIds: newsletterIds.map(Number),
    expiresAt,
    usedAt,
  }));
  return { subscriptions, consents, confirmations: asked, signIns, sessions };
}
