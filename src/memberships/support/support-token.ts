import { readSupportLink } from '../../delivery/links.ts';
import type { Services } from '../../services.ts';

const purpose = 'support';
// Mails are kept for long, and the link shows and does little.
const validForMs = 400 * 24 * 3_600_000;

export interface SupportReference {
  subscriberId: number;
  /** The edition whose appeal it stood in. */
  editionId: number | null;
}

/**
 * What a link to `/support` in a mail names its reader by. It opens that page alone, shows the address masked, and signs
 * nobody in.
 */
export function supportToken(
  { tokens }: Services,
  subscriberId: number,
  editionId: number | null = null,
  now: Date = new Date(),
): string {
  const subject = editionId === null ? String(subscriberId) : `${subscriberId}.${editionId}`;
  return tokens.sign(purpose, subject, new Date(now.getTime() + validForMs));
}

/** The address of `/support` for one reader's mail. */
export function supportUrl(
  services: Services,
  subscriberId: number,
  editionId: number | null = null,
  now: Date = new Date(),
): string {
  return `${services.config.publicUrl}/support?r=${supportToken(services, subscriberId, editionId, now)}`;
}

/** Whom a link names, one of our own or one that stands below an edition's appeal; null where it is forged, damaged, old or of another purpose. */
export function readSupportToken(
  { tokens }: Services,
  token: string,
  now: Date = new Date(),
): SupportReference | null {
  const [, subscriber = '', edition] =
    /^(\d{1,15})(?:\.(\d{1,15}))?$/.exec(tokens.read(purpose, token, now) ?? '') ?? [];
  if (subscriber === '') return readSupportLink(tokens, token);
  return { subscriberId: Number(subscriber), editionId: edition === undefined ? null : Number(edition) };
}
