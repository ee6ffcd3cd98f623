import type { Request, Response } from 'express';
import { readCookie } from '../../http/cookies.ts';
import { readPreferences } from '../../subscribers/preferences.ts';
import { signedInSubscriber } from '../../subscribers/signed-in.ts';
import type { Services } from '../../services.ts';
import { longDay } from '../../text/long-day.ts';
import { formatMoney } from '../../text/money.ts';
import { hashToken, randomToken } from '../../tokens.ts';
import { currentMembership, type Membership } from '../membership.ts';
import { requireTier } from '../tiers.ts';
import { maskAddress } from '../../text/mask-address.ts';
import type { Known, KnownPatron } from './pages/known.ts';
import { supportWords } from './pages/words.ts';
import { readSupportToken } from './support-token.ts';

/** Who asks, as far as a session or the link of a mail tells. */
export interface Visitor {
  subscriberId: number | null;
  byLink: boolean;
  address: string;
  language: string | null;
  editionId: number | null;
  membership: Membership | null;
  /** What each step hands on to the next. */
  carried: Record<string, string>;
}

const cookieName = 'broadsheet-support';
const cookieLastsMs = 30 * 24 * 3_600_000;

/** A link in a mail counts before a session: it may be somebody else's mail that is read in this browser. */
export async function readVisitor(
  services: Services,
  request: Request,
  { r, e }: { r: string; e: string },
  now: Date = new Date(),
): Promise<Visitor> {
  const link = readSupportToken(services, r, now);
  const subscriberId = link?.subscriberId ?? (await signedInSubscriber(services, request));
  const editionId = link?.editionId ?? (/^\d{1,15}$/.test(e) ? Number(e) : null);
  const person = subscriberId === null ? null : await readPreferences(services, subscriberId);
  const carried = {
    ...(link === null ? {} : { r }),
    ...(editionId === null ? {} : { e: String(editionId) }),
  };
  const nobody = { subscriberId: null, byLink: false, address: '', language: null, membership: null };
  if (subscriberId === null || person === null) return { ...nobody, editionId, carried };
  return {
    subscriberId,
    editionId,
    carried,
    byLink: link !== null,
    address: person.address,
    // Where they have set none, the browser's, as on all pages.
    language: person.language,
    membership: await currentMembership(services.db, subscriberId, now),
  };
}

/** What the page may show of them: to whoever holds a link that may have been forwarded, next to nothing. */
export async function knownOf(
  { db }: Services,
  { subscriberId, byLink, address, membership }: Visitor,
  { language, timeZone }: { language: string; timeZone: string },
): Promise<Known> {
  if (subscriberId === null) return { kind: 'nobody', isPatron: false };
  // On any other rail a membership at Stripe may be bought beside it, or behind it.
  const isPatron = membership?.rail === 'stripe';
  if (byLink) return { kind: 'by-link', address: maskAddress(address), isPatron, patron: null };
  const patron = membership !== null && isPatron ? await describePatron() : null;
  return { kind: 'signed-in', address, isPatron, patron };

  async function describePatron(): Promise<KnownPatron | null> {
    if (membership === null) return null;
    const { tierId, amount, currency, interval, cancelAt, periodEnd } = membership;
    const { per } = supportWords(language).form;
    const money = formatMoney(amount, currency ?? 'eur', language);
    const end = cancelAt ?? periodEnd;
    return {
      tier: tierId === null ? '' : (await requireTier(db, tierId)).name,
      terms: interval === 'year' ? per.year(money) : per.month(money),
      date: end === null ? '' : longDay(end, language, timeZone),
      renews: cancelAt === null,
    };
  }
}

/** The browser that a purchase began in; null where it has begun none. */
export function browserOf(request: Request): Buffer | null {
  const token = readCookie(request, cookieName);
  return token === null ? null : hashToken(token);
}

/** A key for a form: whoever posts it twice at once is one browser. */
export const browserKey = randomToken;

/** The browser of a purchase that begins: the one it is already, or else the one that the form was made for. */
export function markBrowser(
  { config }: Services,
  request: Request,
  response: Response,
  key: string,
  now: Date = new Date(),
): Buffer {
  const known = readCookie(request, cookieName);
  if (known !== null) return hashToken(known);
  const token = /^[\w-]{43}$/.test(key) ? key : randomToken();
  response.cookie(cookieName, token, {
    httpOnly: true,
    sameSite: 'lax',
    secure: config.publicUrl.startsWith('https:'),
    expires: new Date(now.getTime() + cookieLastsMs),
    path: '/support',
  });
  return hashToken(token);
}
