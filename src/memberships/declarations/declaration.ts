import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Declarations } from '../../db-schema.ts';

export type DeclarationKind = 'cancel' | 'withdraw';
export type ContractKind = 'membership' | 'gift';

/** What is paid back of one payment, in minor units. */
export interface Refund {
  paymentId: number;
  amount: number;
  currency: string;
}

/** "I cancel" or "I withdraw", as somebody said it, and how far it is. */
export interface Declaration extends Omit<Selectable<Declarations>, 'kind' | 'about' | 'refunds'> {
  kind: DeclarationKind;
  about: ContractKind;
  refunds: Refund[];
}

const refunds = z.array(z.object({ paymentId: z.number(), amount: z.number(), currency: z.string() }));

/** What is paid back, as a row has it. */
export function readRefunds(stored: unknown): Refund[] {
  return refunds.parse(stored);
}

/** A row as a declaration. */
export function toDeclaration(row: Selectable<Declarations>): Declaration {
  return {
    ...row,
    kind: row.kind as DeclarationKind,
    about: row.about as ContractKind,
    refunds: readRefunds(row.refunds),
  };
}

/** What is paid back in all; null: nothing. */
export function refundSum({ refunds: all }: Pick<Declaration, 'refunds'>): Omit<Refund, 'paymentId'> | null {
  const [first] = all;
  if (first === undefined) return null;
  return { amount: all.reduce((sum, { amount }) => sum + amount, 0), currency: first.currency };
}
