import type { Db } from '../../db.ts';
import { selectGiftsOf } from '../queries/gifts.ts';

/** A gift as the person who gave it, or who got it, sees it. */
export interface GiftStatus {
  id: number;
  /** Whether the person gave it; else they got it. */
  given: boolean;
  state: 'paid' | 'delivered' | 'claimed' | 'refunded';
  tierName: string;
  months: number;
  /** Who gets it, for its giver; who gave it, for who got it. */
  otherName: string;
  /** Of who gets it; empty for who got it. */
  otherAddress: string;
  /** A local date. */
  deliverOn: string;
  deliveredAt: Date | null;
  claimedAt: Date | null;
  since: Date | null;
  until: Date | null;
}

/** The gifts that somebody gave and got, the newest first. */
export async function giftsOf(db: Db, subscriberId: number): Promise<GiftStatus[]> {
  const rows = await selectGiftsOf(db, subscriberId);
  return rows.map(({ giverSubscriberId, claimedBy: _claimedBy, ...row }) => {
    const given = giverSubscriberId === subscriberId;
    const { recipientName, recipientAddress, giverName, ...rest } = row;
    return {
      ...rest,
      given,
      state: row.state as GiftStatus['state'],
      otherName: given ? recipientName : giverName,
      otherAddress: given ? (recipientAddress ?? '') : '',
    };
  });
}
