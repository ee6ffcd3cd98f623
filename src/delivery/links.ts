import type { Db } from '../db.ts';
import type { DeliveryReference, Tokens } from '../tokens.ts';
import { insertLinks } from './queries/launch.ts';

const purpose = 'link';

/** Keeps where each numbered link of a revision leads; the number is its place in the list. */
export function storeLinks(
  trx: Db,
  revisionId: number,
  links: Array<{ url: string; articleId: number | null }>,
): Promise<void> {
  return insertLinks(trx, revisionId, links);
}

/** The address of a link that is the same for every reader of a revision and subject. */
export function sharedLink(
  tokens: Tokens,
  publicUrl: string,
  { revisionId, number, subject }: SharedLink,
): string {
  const named = subject === 0 ? `${revisionId}.${number}` : `${revisionId}.${number}.${subject}`;
  return `${publicUrl}/c/${tokens.sign(purpose, named)}`;
}

/** The address of a link that is one reader's own. */
export function personalLink(publicUrl: string, clickToken: string, number: number): string {
  return `${publicUrl}/c/${clickToken}.${number}`;
}

interface SharedLink {
  revisionId: number;
  number: number;
  /** The place of the mail's subject among those that are tried; 0 where there is one. */
  subject: number;
}

export type ReadLink = SharedLink | { editionId: number; subscriberId: number; number: number };

/** What a link's token names, or null where it is forged. */
export function readLink(tokens: Tokens, token: string): ReadLink | null {
  const shared = tokens.read(purpose, token);
  if (shared !== null) {
    const [revisionId = 0, number = 0, subject = 0] = shared.split('.').map(Number);
    return { revisionId, number, subject };
  }
  const cut = token.lastIndexOf('.');
  const number = token.slice(cut + 1);
  const delivery = tokens.readDelivery('click', token.slice(0, cut));
  return delivery !== null && /^\d{1,5}$/.test(number) ? { ...delivery, number: Number(number) } : null;
}

/** Where an appeal of a mail leads: the page of support, by a link that opens nothing else and says which mail it was. */
export function supportLink(publicUrl: string, token: string): string {
  return `${publicUrl}/support?r=${token}`;
}

/** Which mail led to the page of support, and whose it was; null for a token that is none of ours. */
export function readSupportLink(tokens: Tokens, token: string): DeliveryReference | null {
  return tokens.readDelivery('support', token);
}

const ofBallots = 'ballot';

/** The token with which one person votes in one ballot, and does nothing else. */
export function signVote(tokens: Tokens, ballotId: number, subscriberId: number): string {
  return tokens.sign(ofBallots, `${ballotId}.${subscriberId}`);
}

/** Whose vote in which ballot a token is for; null for one that is none of ours. */
export function readVote(tokens: Tokens, token: string): { ballotId: number; subscriberId: number } | null {
  const [, ballot, subscriber] = /^(\d{1,15})\.(\d{1,15})$/.exec(tokens.read(ofBallots, token) ?? '') ?? [];
  return ballot === undefined ? null : { ballotId: Number(ballot), subscriberId: Number(subscriber) };
}

/** Where a ballot of a mail leads: the page of this one vote. */
export function voteLink(publicUrl: string, slug: string, token: string): string {
  return `${publicUrl}/ballots/${slug}/vote/${token}`;
}
