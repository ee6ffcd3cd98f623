import { z } from 'zod';
import { renderMessage } from '../../../emails/index.ts';
import type { Composer, Composers, NoLonger } from '../../delivery/service-mails.ts';
import type { Services } from '../../services.ts';
import { type MemberFacts, mailPartsOf } from '../mail-facts.ts';
import { selectMemberFacts, selectPaymentFacts } from '../queries/notices.ts';
import { orMissing } from '../stripe/reading.ts';

const memberProps = z.object({ membershipId: z.number() });
const cardProps = z.object({
  membershipId: z.number(),
  card: z.string(),
  year: z.number(),
  month: z.number(),
});
const paymentProps = z.object({ paymentId: z.number() });
const gone: NoLonger = { noLonger: 'the membership does not go on' };

const renewal: Composer = async (services, mail) => {
  const member = await selectMemberFacts(services.db, memberProps.parse(mail.props).membershipId);
  if (member?.state !== 'active' || member.cancelAt !== null) return gone;
  const { frame, money, day, url } = await mailPartsOf(services, mail.language);
  const facts = {
    interval: member.interval === 'year' ? ('year' as const) : ('month' as const),
    tier: member.tier ?? '',
    amount: money(member.amount, member.currency),
    due: money(await nextAmount(services, member), member.currency),
    date: day(member.periodEnd),
    url: url('/account'),
    cancelUrl: url('/cancel'),
  };
  return renderMessage('renewal-notice', facts, frame);
};

/** What Stripe will collect next, which a code may lower and a credit as well; the price where it does not know. */
async function nextAmount({ stripe }: Services, member: MemberFacts): Promise<number> {
  const { stripeSubscriptionId: subscription, amount } = member;
  if (stripe === null || subscription === null) return amount;
  const preview = await orMissing(stripe.invoices.createPreview({ subscription }));
  return preview?.amount_due ?? amount;
}

const card: Composer = async (services, mail) => {
  const { membershipId, card: name, year, month } = cardProps.parse(mail.props);
  const member = await selectMemberFacts(services.db, membershipId);
  if (member === undefined || member.state === 'ended') return gone;
  const parts = await mailPartsOf(services, mail.language);
  const facts = { card: name, month: parts.month(year, month), url: parts.url('/account') };
  return renderMessage('card-expiring', facts, parts.frame);
};

const ending: Composer = async (services, mail) => {
  const member = await selectMemberFacts(services.db, memberProps.parse(mail.props).membershipId);
  if (member?.state !== 'active' || member.until === null) return gone;
  const { frame, day, url } = await mailPartsOf(services, mail.language);
  const facts = { tier: member.tier ?? '', until: day(member.until), url: url('/support') };
  return renderMessage('member-ending', facts, frame);
};

const receipt: Composer = async (services, mail) => {
  const { paymentId } = paymentProps.parse(mail.props);
  const payment = await selectPaymentFacts(services.db, paymentId);
  if (payment === undefined) return { noLonger: 'the payment is gone' };
  const { frame, money, day, url } = await mailPartsOf(services, mail.language);
  const isMembership = payment.purpose === 'membership';
  const goesOn = isMembership && payment.rail === 'stripe' && payment.state === 'active';
  return renderMessage(
    'receipt',
    {
      kind: isMembership ? 'membership' : 'contribution',
      tier: payment.tier ?? '',
      amount: money(payment.amount, payment.currency),
      paidOn: day(payment.settledAt),
      renews: goesOn && payment.cancelAt === null ? day(payment.periodEnd) : '',
      url: mail.subscriberId === null ? null : url('/account'),
      // A contribution is given once: there is no contract to leave.
      cancelUrl: isMembership && payment.state === 'active' ? url('/cancel') : null,
      withdrawUrl: isMembership ? url('/withdraw') : null,
    },
    frame,
  );
};

/** The mails that the clock or a payment causes. */
export const noticeMails: Composers = {
  'renewal-notice': renewal,
  'card-expiring': card,
  'member-ending': ending,
  receipt,
};
