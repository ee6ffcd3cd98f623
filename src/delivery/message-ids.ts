import { randomUUID } from 'node:crypto';
import type { DeliveryReference } from '../tokens.ts';

/** The Message-ID of a delivery: of ids alone, so that it is the same on each attempt, whatever keys are rotated. */
export function messageIdOf({ editionId, subscriberId }: DeliveryReference, domain: string): string {
  return `<e${editionId}.s${subscriberId}@${domain}>`;
}

/** Whose delivery's Message-ID it is; null where it is none. */
export function deliveryOfMessageId(messageId: string): DeliveryReference | null {
  const [, editionId, subscriberId] = /^<e(\d{1,12})\.s(\d{1,12})@[^>]+>$/.exec(messageId) ?? [];
  if (editionId === undefined || subscriberId === undefined) return null;
  return { editionId: Number(editionId), subscriberId: Number(subscriberId) };
}

/** A Message-ID that cannot be guessed, at the sender's domain. */
export function randomMessageId(fromAddress: string): string {
  return `<${randomUUID()}@${fromAddress.split('@')[1]}>`;
}
