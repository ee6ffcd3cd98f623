import { system } from '../../src/access/actor.ts';
import { setSupport } from '../../src/memberships/support/settings.ts';
import { addTier, type Tier } from '../../src/memberships/tiers.ts';
import type { Services } from '../../src/services.ts';
import { hashToken, randomToken } from '../../src/tokens.ts';
import type { Answer, Web } from './web.ts';

/** Three tiers in euros and hryvnias, with an amount of one's own, and contributions. */
export async function offerSupport({ db }: Services): Promise<Tier[]> {
  const tiers: Tier[] = [];
  const offers = [
    ['coffee', 'A coffee a month', 300],
    ['breakfast', 'Breakfast', 800],
    ['table', "Editor's table", 2_500],
  ] as const;
  for (const [position, [slug, name, month]] of offers.entries()) {
    const prices = (['eur', 'uah'] as const).flatMap((currency) => {
      const amount = currency === 'eur' ? month : month * 40;
      return [
        { currency, interval: 'month' as const, amount, minimum: amount },
        { currency, interval: 'year' as const, amount: amount * 10, minimum: amount * 10 },
      ];
    });
    // The least of an amount of one's own may be less than the price.
    const own = prices.map((price) => ({ ...price, minimum: Math.round(price.amount * 0.75) }));
    const benefits = [`What ${slug} brings`, 'A letter from the newsroom'];
    tiers.push(
      await addTier(db, system, {
        slug,
        name,
        position,
        benefits,
        welcome: `Welcome to ${slug}.`,
        prices: own,
      }),
    );
  }
  await setSupport(db, system, {
    once: { eur: { suggested: [500, 1_000, 2_500], minimum: 200 } },
    bankTransfer: 'The Courier\nIBAN UA00 0000',
    otherWays: [
      { label: 'Patreon', url: 'https://patreon.example/courier', text: 'If you are there already.' },
    ],
  });
  return tiers;
}

/** A browser without scripts that keeps its cookies. */
export interface Visitor {
  get(path: string): Promise<Answer>;
  post(path: string, fields: Record<string, string>): Promise<Answer>;
  cookies: Map<string, string>;
}

export function visitor(web: Web): Visitor {
  const cookies = new Map<string, string>();
  const keep = (answer: Answer): Answer => {
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
      cookies.set(name, value);
    }
    return answer;
  };
  const headers = (): Record<string, string> => ({
    cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
  });
  return {
    cookies,
    get: async (path) => keep(await web.get(path, headers())),
    post: async (path, fields) => keep(await web.post(path, fields, headers())),
  };
}

/** A browser in which somebody is signed in. */
export async function signedIn({ db }: Services, web: Web, subscriberId: number): Promise<Visitor> {
  const token = randomToken();
  const expiresAt = new Date(Date.now() + 86_400_000);
  await db
    .insertInto('sessions')
    .values({ tokenHash: hashToken(token), subject: `subscriber:${subscriberId}`, expiresAt })
    .execute();
  const browser = visitor(web);
  browser.cookies.set('broadsheet', token);
  return browser;
}

/** The hidden and chosen fields of the last form on a page. */
export function formFields(page: string): Record<string, string> {
  const fields = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)];
  return Object.fromEntries(fields.map(([, name = '', value = '']) => [name, unescape(value)]));
}

function unescape(text: string): string {
  return text.replaceAll('&amp;', '&').replaceAll('&#39;', "'").replaceAll('&quot;', '"');
}

/** Goes from the choice to Stripe's page; gives the address of it, or throws with what the page said. */
export async function goToCheckout(
  browser: Visitor,
  choice: Record<string, string>,
  more: Record<string, string> = {},
): Promise<string> {
  const review = await browser.get(`/support/review?${new URLSearchParams(choice).toString()}`);
  const answer = await browser.post('/support/review', { ...formFields(review.body), agree: 'on', ...more });
  const to = answer.headers.get('location');
  if (answer.status !== 303 || to === null) throw new Error(`${answer.status}: ${answer.body}`);
  return to;
}

/** The path and query of an address. */
export function pathOf(url: string | null): string {
  const { pathname, search } = new URL(url ?? '');
  return pathname + search;
}
