import type { Selectable } from 'kysely';
import type { Checkouts } from '../../db-schema.ts';
import { Conflict } from '../../errors.ts';
import type { Interval } from '../membership.ts';

export type Checkout = Selectable<Checkouts>;

/** Who buys. */
export interface Buyer {
  /** Known by a session, or by a link in a mail. */
  subscriberId: number | null;
  byLink: boolean;
  /** Of the browser's cookie: it alone sees its thanks. */
  browserHash: Buffer;
  language: string;
  /** The edition whose appeal led here. */
  editionId: number | null;
  ip: string | null;
  userAgent: string | null;
}

/** What is bought, with what Stripe knows it by. */
export interface Purchase {
  purpose: 'membership' | 'contribution' | 'gift';
  tierId: number | null;
  interval: Interval | null;
  amount: number;
  currency: string;
  /** None: an amount of one's own, or for once. */
  stripePriceId: string | null;
  stripeProductId: string;
  promo: { code: string; id: string } | null;
  /** The terms of what renews, as they were shown. */
  agreement: Agreement | null;
  gift: GiftDetails | null;
}

export interface Agreement {
  wording: string;
  version: string;
  immediateStart: boolean;
}

export interface GiftDetails {
  months: number;
  giverName: string;
  recipientName: string;
  recipientAddress: string;
  recipientHash: Buffer;
  message: string;
  deliverOn: string;
  timeZone: string;
}

/** Another purchase of theirs is being made, or paid, at this moment. */
export class PurchaseInProgress extends Conflict {}

/** Somebody who has a membership already wants to buy another. */
export class AlreadyPatron extends Conflict {
  readonly membershipId: number;

  constructor(membershipId: number) {
    super('there is a membership already; change that one in the account instead of buying a second');
    this.membershipId = membershipId;
  }
}
