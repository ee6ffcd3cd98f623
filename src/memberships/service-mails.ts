import { z } from 'zod';
import { renderMessage } from '../../emails/index.ts';
import type { Composer, Composers, NoLonger } from '../delivery/service-mails.ts';
import { dunningMails } from './dunning/service-mails.ts';
import { type MemberFacts, mailPartsOf } from './mail-facts.ts';
import { noticeMails } from './notices/service-mails.ts';
import { endTold } from './notices/end-told.ts';
import { isTold, selectMemberFacts } from './queries/notices.ts';
import { selectFirstPaid } from './queries/payments.ts';

const props = z.object({ membershipId: z.number() });

const gone: NoLonger = { noLonger: 'the membership is gone' };
const takenBack: NoLonger = { noLonger: 'it was a second membership, of which another mail tells' };

const thanks: Composer = async (services, mail) => {
  const member = await selectMemberFacts(services.db, props.parse(mail.props).membershipId);
  if (member === undefined) return gone;
  if (member.takeBack !== null) return takenBack;
  if (member.state === 'ended') return { noLonger: 'the membership has ended' };
  const { frame, money, day, url } = await mailPartsOf(services, mail.language);
  const renews = member.rail === 'stripe' && member.cancelAt === null;
  const isPaid = member.rail === 'stripe' || member.rail === 'transfer';
  const first = member.rail === 'stripe' ? await selectFirstPaid(services.db, member.id) : null;
  return renderMessage(
    'member-thanks',
    {
      tier: member.tier ?? '',
      benefits: member.benefits ?? [],
      welcome: member.welcome ?? '',
      amount: member.amount === 0 ? '' : money(member.amount, member.currency),
      interval: intervalOf(member),
      paid: first !== null && first < member.amount ? money(first, member.currency) : '',
      date: day(renews ? member.periodEnd : member.until),
      renews,
      url: url('/account'),
      cancelUrl: isPaid ? url('/cancel') : null,
      withdrawUrl: isPaid ? url('/withdraw') : null,
    },
    frame,
  );
};

const ended: Composer = async (services, mail) => {
  const member = await selectMemberFacts(services.db, props.parse(mail.props).membershipId);
  if (member === undefined) return gone;
  if (member.takeBack !== null) return takenBack;
  if (member.state !== 'ended') return { noLonger: 'the membership goes on' };
  // Who withdraws a gift is told of it; who had it is somebody else.
  const isDeclared = member.endedBy !== null && member.rail !== 'gift';
  if (isDeclared || (await isTold(services.db, endTold(member.id))))
    return { noLonger: 'the receipt of the cancellation or withdrawal says so' };
  const { frame, url } = await mailPartsOf(services, mail.language);
  const facts = { why: whyEnded(member), tier: member.tier ?? '', url: url('/support') };
  return renderMessage('member-ended', facts, frame);
};

function whyEnded(member: MemberFacts): 'asked' | 'unpaid' | 'over' | 'withdrawn' {
  const { lastDunning, declared, voidedAt, cancelledAt, rail } = member;
  if (lastDunning === 'lost') return 'unpaid';
  if (declared === 'withdraw') return 'withdrawn';
  if (rail !== 'stripe') return 'over';
  return cancelledAt === null && voidedAt === null ? 'over' : 'asked';
}

function intervalOf({ interval }: MemberFacts): 'month' | 'year' | null {
  return interval === 'month' || interval === 'year' ? interval : null;
}

/** The service mails about memberships, by the kind they are queued with. */
export const membershipMails: Composers = {
  'member-thanks': thanks,
  'member-ended': ended,
  ...dunningMails,
  ...noticeMails,
};
