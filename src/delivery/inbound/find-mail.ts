import { foldAddress, hashAddress } from '../../address-hash.ts';
import type { Db } from '../../db.ts';
import type { Services } from '../../services.ts';
import type { DeliveryReference } from '../../tokens.ts';
import { deliveryOfMessageId } from '../message-ids.ts';
import { selectMailedDelivery, selectMailedService, selectServiceByMessageId } from '../queries/mailed.ts';
import { referenceIn, serviceMailOf } from './addresses.ts';
import type { Incoming } from './incoming.ts';

export type Proof = 'return-path' | 'address-token' | 'unsubscribe-link' | 'message-id' | 'provider';

/** The mail of ours that something came back about. */
export interface MailedTo {
  proof: Proof | null;
  editionId: number | null;
  subscriberId: number | null;
  serviceMailId: number | null;
  address: string | null;
  addressHash: Buffer | null;
  /** The person it went to has been erased since. */
  erased: boolean;
}

export const nobody: MailedTo = {
  proof: null,
  editionId: null,
  subscriberId: null,
  serviceMailId: null,
  address: null,
  addressHash: null,
  erased: false,
};

/** A report's reference to a mail, and how far it can be believed. */
type Named = { proof: Proof; reference: DeliveryReference };

/**
 * Finds the mail that a report is about. What comes by mail must prove that it knows that mail: by the token in its
 * return path, of a complaint also by its link to leave, which then does no more than that link, or by the Message-ID
 * of a service mail, which is random. A delivery's Message-ID can be guessed, as can any address: those are believed of a provider only, whose event has been
 * verified.
 */
export async function findMail(
  trx: Db,
  services: Pick<Services, 'tokens' | 'config'>,
  incoming: Incoming,
): Promise<MailedTo> {
  const found = nameMail(services, incoming);
  const mail = found === null ? null : await readMail(trx, found);
  if (mail !== null && (mail.proof !== 'provider' || isAbout(mail, incoming))) return mail;
  const messageId = returnedMessageId(incoming);
  const service = messageId === '' ? undefined : await selectServiceByMessageId(trx, messageId);
  return service === undefined
    ? nobody
    : readMail(trx, { proof: 'message-id', reference: { editionId: 0, subscriberId: service.id } });
}

/** What a provider names may be the mail of another newsroom with the same numbers: who got it must be the same too. */
function isAbout({ address, erased }: MailedTo, { report }: Incoming): boolean {
  return erased || report.recipients.some((one) => isSameAddress(one.address, address ?? ''));
}

function isSameAddress(one: string, other: string): boolean {
  const key = foldAddress(one);
  return key !== null && key === foldAddress(other);
}

/** What an address alone tells: enough where a provider says it. */
export function mailedToAddress(
  { config }: Pick<Services, 'config'>,
  address: string,
  proof: Proof | null,
): MailedTo {
  const key = foldAddress(address);
  if (key === null) return nobody;
  return { ...nobody, proof, address, addressHash: hashAddress(config.suppressionKey, key) };
}

/** Whether what this source says has been verified before it came here. */
export function isVerified({ source }: { source: string }): boolean {
  return source.startsWith('webhook:');
}

function nameMail({ tokens }: Pick<Services, 'tokens'>, incoming: Incoming): Named | null {
  const { report, addresses = [], delivery = null } = incoming;
  if (report.kind === 'unsubscribe')
    return named('address-token', referenceIn(tokens, 'unsubscribe-mail', addresses));
  const returnPath = referenceIn(tokens, 'return-path', [...addresses, report.original?.returnPath ?? '']);
  if (returnPath !== null) return { proof: 'return-path', reference: returnPath };
  const token = /\/unsubscribe\/([\w.-]{20,200})/.exec(report.original?.unsubscribe ?? '')?.[1] ?? '';
  const link = tokens.readDelivery('unsubscribe', token);
  // Whom a reader forwards a mail to has that link: by mail it stops what one leaves by it, and never all mail.
  if (link !== null && (report.kind === 'complaint' || isVerified(incoming)))
    return { proof: 'unsubscribe-link', reference: link };
  if (!isVerified(incoming)) return null;
  return named('provider', delivery ?? deliveryOfMessageId(returnedMessageId(incoming)));
}

function named(proof: Proof, reference: DeliveryReference | null): Named | null {
  return reference === null ? null : { proof, reference };
}

/** The Message-ID that a report returns, in its brackets: providers leave them out. */
function returnedMessageId({ report }: Incoming): string {
  const id = report.original?.messageId.trim() ?? '';
  return id === '' || id.startsWith('<') ? id : `<${id}>`;
}

async function readMail(trx: Db, { proof, reference }: Named): Promise<MailedTo> {
  const serviceMailId = serviceMailOf(reference);
  if (serviceMailId !== null) {
    const mail = await selectMailedService(trx, serviceMailId);
    // Service mails are deleted with the person, and never else while anything may come back.
    if (mail === undefined) return { ...nobody, proof, serviceMailId, erased: true };
    const { subscriberId, address, addressHash } = mail;
    return { ...nobody, proof, serviceMailId, subscriberId, address, addressHash };
  }
  const { editionId, subscriberId } = reference;
  const row = await selectMailedDelivery(trx, editionId, subscriberId);
  // Its detail may not be kept any more; who it was is known all the same.
  if (row === undefined) return { ...nobody, proof, editionId, subscriberId };
  const erased = row.address === '';
  const address = erased ? null : row.address;
  return {
    ...nobody,
    proof,
    editionId,
    subscriberId,
    address,
    addressHash: erased ? null : row.addressHash,
    erased,
  };
}
