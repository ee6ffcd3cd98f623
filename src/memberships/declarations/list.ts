import type { Db } from '../../db.ts';
import { formatMoney } from '../../text/money.ts';
import { selectDeclarations } from '../queries/declarations.ts';
import { refundSum, toDeclaration } from './declaration.ts';

/** A declaration as staff see it. */
export interface ListedDeclaration {
  id: number;
  receivedAt: Date;
  kind: string;
  state: string;
  name: string;
  address: string | null;
  about: string;
  contract: string;
  /** The mailed link was used. */
  addressIsTheirs: boolean;
  membershipId: number | null;
  giftId: number | null;
  refund: string;
  /** Somebody is to pay it back. */
  toPayBack: boolean;
  reason: string | null;
}

const limit = 500;

/** The newest declarations; with `open`, those that somebody has to do something about. */
export async function listDeclarations(db: Db, { open }: { open: boolean }): Promise<ListedDeclaration[]> {
  const rows = await selectDeclarations(db, { open, limit });
  return rows.map(toDeclaration).map((one) => {
    const { id, receivedAt, kind, state, name, address, about, contract, membershipId, giftId, reason } = one;
    const sum = refundSum(one);
    return {
      id,
      receivedAt,
      kind,
      state,
      name,
      address,
      about,
      contract,
      addressIsTheirs: one.provedAt !== null,
      membershipId,
      giftId,
      refund: sum === null ? '' : formatMoney(sum.amount, sum.currency, 'en'),
      toPayBack: one.refundByHand && one.refundedAt === null,
      reason,
    };
  });
}
