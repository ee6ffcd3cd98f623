import { z } from 'zod';
import { type MessageFrame, renderMessage } from '../../../emails/index.ts';
import type { Composer, Composers } from '../../delivery/service-mails.ts';
import { NotFound } from '../../errors.ts';
import { mailTheme } from '../../publication/mail-theme.ts';
import { requirePublication } from '../../publication/publication.ts';
import type { Services } from '../../services.ts';
import { longDate } from '../../text/long-day.ts';
import { formatMoney } from '../../text/money.ts';
import type { Checkout } from '../checkouts/purchase.ts';
import { claimToken } from '../claims/claim-membership.ts';
import { type Gift, giftToken } from '../gifts/claim-gift.ts';
import { requireMembership } from '../membership.ts';
import { selectCheckout } from '../queries/checkouts.ts';
import { selectGift } from '../queries/gifts.ts';
import { sumPaymentsOf } from '../queries/payments.ts';
import { requireTier } from '../tiers.ts';
import { supportWords } from './pages/words.ts';

const ofMembership = z.object({ membershipId: z.number() });
const ofGift = z.object({ giftId: z.number() });
const ofRefusal = z.object({ checkoutId: z.number(), reason: z.string() });
const ofCheckout = z.object({ checkoutId: z.number() });

const claimMembership: Composer = async (services, mail) => {
  const { membershipId } = ofMembership.parse(mail.props);
  const membership = await requireMembership(services.db, membershipId);
  const { tierId, amount, currency, interval, state, claimedAt, claimAddress } = membership;
  if (claimedAt !== null || claimAddress === null) return { noLonger: 'nobody has to claim it any more' };
  if (state === 'ended') return { noLonger: 'the membership has ended' };
  const props = {
    tier: await tierName(services, tierId),
    amount: formatMoney(amount, currency ?? 'eur', mail.language),
    interval,
    url: `${services.config.publicUrl}/claim/${claimToken(services, membershipId)}`,
  };
  return renderMessage('claim-membership', props, await frameOf(services, mail.language));
};

const giftNotice: Composer = async (services, mail) => {
  const gift = await requireGift(services, ofGift.parse(mail.props).giftId);
  if (gift.state === 'refunded') return { noLonger: 'the gift was taken back' };
  const props = {
    recipient: gift.recipientName,
    giver: gift.giverName,
    message: gift.message,
    tier: await tierName(services, gift.tierId),
    months: gift.months,
    url: `${services.config.publicUrl}/gift/${giftToken(services, gift.id)}`,
  };
  return renderMessage('gift-notice', props, await frameOf(services, mail.language));
};

const giftLost: Composer = async (services, mail) => {
  const gift = await requireGift(services, ofGift.parse(mail.props).giftId);
  if (gift.state !== 'delivered') return { noLonger: 'it was claimed, or taken back' };
  const { giftLost: words } = supportWords(mail.language);
  const frame = await frameOf(services, mail.language);
  const { publicUrl } = services.config;
  const address = gift.recipientAddress ?? '';
  // An address that was typed at Checkout proves nothing: whoever reads it could take the gift.
  const isKnown = gift.giverSubscriberId !== null;
  const { contactAddress } = await requirePublication(services.db);
  const props = {
    subject: `${words.title} · ${frame.publication.name}`,
    title: words.title,
    paragraphs: [
      words.text(gift.recipientName || address),
      isKnown ? words.passOn : words.write(contactAddress),
    ],
    facts: [{ label: words.address, value: address }],
    button: words.button,
    url: isKnown ? `${publicUrl}/gift/${giftToken(services, gift.id)}` : null,
    small: words.small,
    links: [{ label: words.withdraw, url: `${publicUrl}/withdraw` }],
  };
  return renderMessage('membership-notice', props, frame);
};

const giftBought: Composer = async (services, mail) => {
  const gift = await requireGift(services, ofGift.parse(mail.props).giftId);
  const checkout = await selectCheckout(services.db, gift.checkoutId);
  const paid = await paidFor(services, checkout);
  const { publicUrl } = services.config;
  const props = {
    recipient: gift.recipientName || (gift.recipientAddress ?? ''),
    deliverOn: longDate(gift.deliverOn, mail.language),
    tier: await tierName(services, gift.tierId),
    months: gift.months,
    amount: formatMoney(paid.amount, checkout?.currency ?? 'eur', mail.language),
    url: mail.subscriberId === null ? null : `${publicUrl}/account`,
    withdrawUrl: `${publicUrl}/withdraw`,
  };
  return renderMessage('gift-bought', props, await frameOf(services, mail.language));
};

const takeBackRefused: Composer = async (services, mail) => {
  const { checkoutId, reason } = ofRefusal.parse(mail.props);
  const checkout = await selectCheckout(services.db, checkoutId);
  if (checkout?.takeBack !== 'due') return { noLonger: 'it is taken back by now' };
  const { takeBack: words } = supportWords(mail.language);
  const frame = await frameOf(services, mail.language);
  const membership =
    checkout.membershipId === null ? null : await requireMembership(services.db, checkout.membershipId);
  const props = {
    subject: `${words.title} · ${frame.publication.name}`,
    title: words.title,
    paragraphs: [words.text, reason],
    facts: [{ label: 'Stripe', value: membership?.stripeSubscriptionId ?? '' }],
    button: words.button,
    url: 'https://dashboard.stripe.com/subscriptions',
    small: '',
    links: [],
  };
  return renderMessage('membership-notice', props, frame);
};

const secondRefunded: Composer = async (services, mail) => {
  const checkout = await selectCheckout(services.db, ofCheckout.parse(mail.props).checkoutId);
  const paid = await paidFor(services, checkout);
  const props = {
    tier: await tierName(services, checkout?.tierId ?? null),
    amount: formatMoney(paid.refunded, checkout?.currency ?? 'eur', mail.language),
    url: `${services.config.publicUrl}/account`,
  };
  return renderMessage('second-refunded', props, await frameOf(services, mail.language));
};

/** The service mails of purchases and gifts, by the kind they are queued with. */
export const supportMails: Composers = {
  'claim-membership': claimMembership,
  'gift-notice': giftNotice,
  'gift-bought': giftBought,
  'gift-lost': giftLost,
  'second-refunded': secondRefunded,
  'take-back-refused': takeBackRefused,
};

async function requireGift({ db }: Services, id: number): Promise<Gift> {
  const gift = await selectGift(db, id);
  if (gift === undefined) throw new NotFound(`there is no gift ${id}`);
  return gift;
}

async function paidFor({ db }: Services, checkout: Checkout | undefined) {
  return checkout === undefined ? { amount: 0, refunded: 0 } : sumPaymentsOf(db, checkout);
}

async function tierName({ db }: Services, tierId: number | null): Promise<string> {
  return tierId === null ? '' : (await requireTier(db, tierId)).name;
}

async function frameOf({ db, config }: Services, language: string): Promise<MessageFrame> {
  return { publication: mailTheme(await requirePublication(db)), language, baseUrl: config.publicUrl };
}
