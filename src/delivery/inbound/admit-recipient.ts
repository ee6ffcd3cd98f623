import type { SMTPServerSession } from 'smtp-server';
import type { Services } from '../../services.ts';
import { isProbeAwaited } from '../queries/inbound.ts';
import { type InboundAddress, readInboundAddress } from './addresses.ts';
import type { Strangers } from './bound-strangers.ts';
import { smtpAnswer } from './smtp-answer.ts';

/**
 * Says whether the listener takes mail to an address. A forged token is refused at the door: what nobody was given,
 * nobody answers to.
 * @throws Error with the answer where it does not: 550 for good, 451 and 452 for now
 */
export async function admitRecipient(
  services: Services,
  strangers: Pick<Strangers, 'isFull'>,
  address: string,
  { envelope }: Pick<SMTPServerSession, 'envelope'>,
): Promise<void> {
  const why = await whyNot(services, strangers, address, envelope.rcptTo.length).catch((error: unknown) => {
    services.log.warn({ err: error }, 'it could not be told whether a mail may come in');
    return smtpAnswer(451, '4.3.0 it cannot be taken now; please try again later');
  });
  if (why !== null) throw why;
}

async function whyNot(
  services: Services,
  strangers: Pick<Strangers, 'isFull'>,
  address: string,
  before: number,
): Promise<Error | null> {
  const { domain } = services.config.inbound;
  const read = domain === null ? null : readInboundAddress(address, domain);
  if (read === null || !(await wasGivenOut(services, read)))
    return smtpAnswer(550, '5.1.1 no such address here, and nothing is sent on to others');
  // A mail acts for one address alone.
  if (before > 0) return smtpAnswer(452, '4.5.3 one recipient at a time; please send it again to this one');
  if (read.use === 'bounces' && (await strangers.isFull()))
    return smtpAnswer(452, '4.3.1 enough has come in here today; please try again later');
  return null;
}

async function wasGivenOut({ db, tokens }: Services, read: InboundAddress): Promise<boolean> {
  if (read.use === 'bounces') return true;
  if (read.use === 'probe') return isProbeAwaited(db, read.token);
  return tokens.readAddress(read.use, read.token) !== null;
}
