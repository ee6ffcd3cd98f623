import { z } from 'zod';
import { renderMessage } from '../../../emails/index.ts';
import type { Composer, Composers } from '../../delivery/service-mails.ts';
import { mailPartsOf } from '../mail-facts.ts';
import { selectDunning } from '../queries/dunnings.ts';
import { selectMemberFacts } from '../queries/notices.ts';
import { fixPaymentToken } from './fix-link.ts';

const failedProps = z.object({ dunningId: z.number(), step: z.number() });
const recoveredProps = z.object({ dunningId: z.number() });

const failed: Composer = async (services, mail) => {
  const { dunningId, step } = failedProps.parse(mail.props);
  const dunning = await selectDunning(services.db, dunningId);
  if (dunning === undefined || dunning.outcome !== 'open')
    return { noLonger: `the payment is ${dunning?.outcome ?? 'gone'}` };
  const member = await selectMemberFacts(services.db, dunning.membershipId);
  const { frame, money, day, url } = await mailPartsOf(services, mail.language);
  const facts = {
    tier: member?.tier ?? '',
    amount: money(dunning.amount, dunning.currency),
    until: day(dunning.graceUntil),
    url: url(`/fix-payment/${fixPaymentToken(services, dunning)}`),
  };
  if (step === 1 && dunning.needsAction) return renderMessage('payment-confirm', facts, frame);
  return renderMessage('payment-failed', { ...facts, step: nameOf(step) }, frame);
};

function nameOf(step: number): 'first' | 'reminder' | 'last' {
  if (step === 1) return 'first';
  return step === 4 ? 'last' : 'reminder';
}

const recovered: Composer = async (services, mail) => {
  const { dunningId } = recoveredProps.parse(mail.props);
  const dunning = await selectDunning(services.db, dunningId);
  if (dunning === undefined) return { noLonger: 'the payment is gone' };
  const member = await selectMemberFacts(services.db, dunning.membershipId);
  const { frame, money, url } = await mailPartsOf(services, mail.language);
  const amount = money(dunning.amount, dunning.currency);
  return renderMessage(
    'payment-recovered',
    {
      tier: member?.tier ?? '',
      amount,
      url: url('/account'),
      cancelUrl: url('/cancel'),
      withdrawUrl: url('/withdraw'),
    },
    frame,
  );
};

/** The mails about payments that failed. */
export const dunningMails: Composers = { 'payment-failed': failed, 'payment-recovered': recovered };
