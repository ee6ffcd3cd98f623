import { Router } from 'express';
import { InvalidInput } from '../../errors.ts';
import { textField } from '../../http/fields.ts';
import { inEvenTime } from '../../http/even-time.ts';
import type { Limits } from '../../http/limits.ts';
import { loadPublication } from '../../publication/publication.ts';
import type { Services } from '../../services.ts';
import { form, loadFrame } from '../../subscribers/http-parts.ts';
import { longDay } from '../../text/long-day.ts';
import { formatMoney } from '../../text/money.ts';
import { claimGift, type ClaimedGift, readGift } from '../gifts/claim-gift.ts';
import type { Membership } from '../membership.ts';
import { maskAddress } from '../../text/mask-address.ts';
import * as pages from '../support/pages/claim.ts';
import { supportWords } from '../support/pages/words.ts';
import { requireTier } from '../tiers.ts';
import { claimMembership, readClaim } from './claim-membership.ts';
import { mailClaimsAgain } from './mail-again.ts';

const limitsOfClaims = [
  { name: 'claim', points: 30, seconds: 3600, by: 'address' },
  { name: 'claim-net', points: 120, seconds: 3600, by: 'network' },
] as const;

const limitsOfAsking = [
  { name: 'claim-mail', points: 10, seconds: 3600, by: 'address' },
  { name: 'claim-mail-net', points: 40, seconds: 3600, by: 'network' },
] as const;

/** The links of the mails that hand over a membership or a gift: GET shows a button, POST claims. */
export function createClaimRoutes(services: Services, limits: Limits): Router {
  const router = Router();
  router.get('/claim', async (request, response) => {
    const frame = await loadFrame(services, request);
    response.send(pages.lostClaimPage(frame, { address: '', error: null }));
  });
  router.post('/claim', form, async (request, response) => {
    await limits.spend(request, ...limitsOfAsking);
    const frame = await loadFrame(services, request);
    const address = textField(request, 'address');
    response.set('cache-control', 'no-store');
    try {
      await inEvenTime(() => mailClaimsAgain(services, address));
      response.send(pages.claimMailedPage(frame));
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      const fault = error.sayIn(frame.language);
      response.status(400).send(pages.lostClaimPage(frame, { address, error: fault }));
    }
  });
  router.get('/claim/:token', async (request, response) => {
    const { token } = request.params;
    const frame = await loadFrame(services, request);
    const membership = await readClaim(services, token);
    response.set('cache-control', 'no-store');
    if (membership === null) return void response.status(410).send(pages.invalidClaimPage(frame));
    const { tier, terms } = await describeMembership(services, membership, frame.language);
    if (membership.claimedAt !== null)
      return void response.send(
        pages.claimedPage(frame, membership.cancelReason === 'second' ? 'second' : 'again', tier),
      );
    const masked = maskAddress(membership.claimAddress ?? '');
    response.send(pages.claimPage(frame, { token, tier, terms, masked }));
  });
  router.post('/claim/:token', form, async (request, response) => {
    await limits.spend(request, ...limitsOfClaims);
    const frame = await loadFrame(services, request);
    const claimed = await claimMembership(services, String(request.params['token']));
    response.set('cache-control', 'no-store');
    if (claimed.outcome === 'invalid') return void response.status(410).send(pages.invalidClaimPage(frame));
    const { tier } = await describeMembership(services, claimed.membership, frame.language);
    response.send(pages.claimedPage(frame, claimed.outcome, tier));
  });
  router.use(createGiftClaimRoutes(services, limits));
  return router;
}

function createGiftClaimRoutes(services: Services, limits: Limits): Router {
  const router = Router();
  router.get('/gift/:token', async (request, response) => {
    const { token } = request.params;
    const frame = await loadFrame(services, request);
    const gift = await readGift(services, token);
    response.set('cache-control', 'no-store');
    if (gift === null) return void response.status(410).send(pages.invalidGiftPage(frame));
    if (gift.state === 'refunded') return void response.status(410).send(pages.giftRefundedPage(frame));
    const { name: tier, benefits } = await requireTier(services.db, gift.tierId);
    const { giverName: giver, recipientName: recipient, message, months } = gift;
    response.send(pages.giftClaimPage(frame, { token, giver, recipient, message, tier, months, benefits }));
  });
  router.post('/gift/:token', form, async (request, response) => {
    await limits.spend(request, ...limitsOfClaims);
    const frame = await loadFrame(services, request);
    const claimed = await claimGift(services, String(request.params['token']));
    response.set('cache-control', 'no-store');
    if (claimed.outcome === 'refunded') return void response.status(410).send(pages.giftRefundedPage(frame));
    if (claimed.outcome !== 'claimed' && claimed.outcome !== 'again')
      return void response.status(410).send(pages.invalidGiftPage(frame));
    response.send(pages.giftClaimedPage(frame, await giftView(services, claimed, frame.language)));
  });
  return router;
}

type Taken = Extract<ClaimedGift, { outcome: 'claimed' | 'again' }>;

async function giftView(
  { db }: Services,
  { outcome, membership, overlap }: Taken,
  language: string,
): Promise<pages.GiftClaimedView> {
  const timeZone = (await loadPublication(db))?.timeZone ?? 'UTC';
  const day = (at: Date | null): string => (at === null ? '' : longDay(at, language, timeZone));
  const tierOf = async (id: number | null): Promise<string> =>
    id === null ? '' : (await requireTier(db, id)).name;
  return {
    again: outcome === 'again',
    tier: await tierOf(membership.tierId),
    from: day(membership.since),
    until: day(membership.until),
    overlap:
      overlap === null || outcome === 'again'
        ? null
        : {
            tier: await tierOf(overlap.tierId),
            date: day(membership.since),
            renews: overlap.rail === 'stripe' && overlap.cancelAt === null,
          },
  };
}

async function describeMembership(
  { db }: Services,
  { tierId, amount, currency, interval }: Membership,
  language: string,
): Promise<{ tier: string; terms: string }> {
  const { per } = supportWords(language).form;
  const money = formatMoney(amount, currency ?? 'eur', language);
  return {
    tier: tierId === null ? '' : (await requireTier(db, tierId)).name,
    terms: interval === 'year' ? per.year(money) : per.month(money),
  };
}
