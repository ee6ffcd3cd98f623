import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeBase32 } from '../../base32.ts';
import type { Config } from '../../config.ts';
import type { Db } from '../../db.ts';
import { AppError, InvalidInput } from '../../errors.ts';
import { senderFor } from '../../publication/senders.ts';
import type { Services } from '../../services.ts';
import { composeServiceMail } from '../compose-service-mail.ts';
import { randomMessageId } from '../message-ids.ts';
import { insertProbe, markProbeSeen, selectProbe, selectSeen } from '../queries/inbound.ts';
import type { Sent, Transport } from '../transport.ts';
import { probeAddress } from './addresses.ts';

/**
 * The domain of the addresses that what comes back goes to, once a probe to it has been seen to come in; before that
 * such addresses would lead nowhere, and none are used.
 */
export async function usableInboundDomain(
  db: Db,
  { inbound }: Pick<Config, 'inbound'>,
): Promise<string | null> {
  if (inbound.domain === null) return null;
  return (await selectSeen(db, inbound.domain)) === undefined ? null : inbound.domain;
}

/** When and by which path a probe to the domain last came in. */
export async function lastSeen(db: Db, domain: string): Promise<{ seenAt: Date; seenBy: string } | null> {
  const row = await selectSeen(db, domain);
  return row === undefined || row.seenAt === null ? null : { seenAt: row.seenAt, seenBy: row.seenBy ?? '' };
}

/** Notes that a probe has come in; false where it is none of ours. */
export function noteProbe({ db }: Services, token: string, by: string, now: Date): Promise<boolean> {
  return markProbeSeen(db, token, by, now);
}

export interface ProbeSeen {
  address: string;
  seenBy: string;
  /** Of the whole way: relay, DNS, and back in. */
  seconds: number;
}

/**
 * Sends a mail through the relay to an address of the inbound domain, and waits until it has come in.
 * @throws InvalidInput where no domain is set
 * @throws AppError where the relay does not take it, or it has not come in within `waitMs`
 */
export async function probeInbound(
  services: Services,
  transport: Transport,
  waitMs: number,
): Promise<ProbeSeen> {
  const { db, config } = services;
  const { domain } = config.inbound;
  if (domain === null)
    throw new InvalidInput('INBOUND_DOMAIN is not set; it is a domain such as in.courier.example');
  const token = encodeBase32(randomBytes(20));
  const address = probeAddress(token, domain);
  await insertProbe(db, token, domain);
  const began = performance.now();
  await sendProbe(services, transport, address);
  while (performance.now() - began < waitMs) {
    const probe = await selectProbe(db, token);
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    if (probe?.seenAt) return { address, seenBy: probe.seenBy ?? '', seconds };
    await sleep(250);
  }
  throw new AppError(
    'probe_lost',
    500,
    `the relay took a mail to ${address}, and it has not come in within ${Math.round(waitMs / 1000)} s; is a worker running with INBOUND_SMTP_PORT or INBOUND_IMAP_URL, and does the MX of ${domain} lead there?`,
  );
}

async function sendProbe({ db }: Services, transport: Transport, address: string): Promise<void> {
  const sender = await senderFor(db, null);
  const heading = {
    address,
    messageId: randomMessageId(sender.fromAddress),
    createdAt: new Date(),
  };
  const words = 'Sent to see whether mail to this address comes in.';
  const raw = await composeServiceMail(sender, heading, {
    subject: 'Probe',
    text: words,
    html: `<p>${words}</p>`,
  });
  const sent = await transport.send({ from: sender.fromAddress, to: address, raw });
  if (sent.outcome === 'accepted' || sent.outcome === 'uncertain') return;
  throw new AppError('probe_refused', 500, `the relay does not take a mail to ${address}: ${whyNot(sent)}`);
}

function whyNot(sent: Sent): string {
  if (sent.outcome === 'withheld') return 'it was held back';
  if (sent.outcome === 'cooled') return 'its domain cools: broadsheet destinations list';
  return sent.outcome === 'resting' ? sent.reason : sent.reply;
}
