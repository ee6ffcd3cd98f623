import type { Db } from '../../db.ts';
import { outcomesOf } from '../../delivery/show-service-mails.ts';
import { noticeKey } from './deliver-gifts.ts';
import { selectGiftsOf } from '../queries/gifts.ts';

/** A gift as the person who gave it, or who got it, sees it. */
export interface GiftStatus {
  id: number;
  /** Whether the person gave it; else they got it. */
  given: boolean;
  /** Lost: its notice did not reach anybody. */
  state: 'paid' | 'delivered' | 'lost' | 'claimed' | 'refunded';
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

/** The gifts that somebody gave, signed in or with their address alone, and those that they got; the newest first. */
export async function giftsOf(db: Db, subscriberId: number): Promise<GiftStatus[]> {
  const rows = await selectGiftsOf(db, subscriberId);
  const notices = await outcomesOf(
    db,
    rows.filter(({ state }) => state === 'delivered').map(({ id }) => noticeKey(id)),
  );
  return rows.map(({ isGiver: given, state, ...row }) => {
    const { recipientName, recipientAddress, giverName, ...rest } = row;
    return {
      ...rest,
      given,
      state: state === 'delivered' ? stateBy(notices.get(noticeKey(row.id))) : (state as GiftStatus['state']),
      otherName: given ? recipientName : giverName,
      otherAddress: given ? (recipientAddress ?? '') : '',
    };
  });
}

/** A gift is handed out once its notice is; of one that was pruned, that is long ago. */
function stateBy(notice: 'waiting' | 'sent' | 'lost' | undefined): GiftStatus['state'] {
  if (notice === 'waiting') return 'paid';
  return notice === 'lost' ? 'lost' : 'delivered';
}
