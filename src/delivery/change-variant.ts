import type { Db } from '../db.ts';
import { takeNote, updateVariants, type VariantChange } from './queries/variants.ts';

/**
 * Changes what people's mails show that are still to be handed over, in the caller's transaction: thanks instead of
 * the appeal. Mails in hand stay as they are, and so does one that they may have got already.
 */
export async function changeVariant(trx: Db, change: VariantChange): Promise<void> {
  await updateVariants(trx, change);
}

/**
 * Says that the caller's transaction decides what somebody's mails show: a send that is being frozen at this moment
 * waits for it before it begins (`awaitNotes`). Call it before what is decided by is read.
 */
export function noteChange(trx: Db): Promise<void> {
  return takeNote(trx, 'shared');
}

/** Waits for all who have called `noteChange`; whoever comes after finds the frozen rows by itself. */
export function awaitNotes(trx: Db): Promise<void> {
  return takeNote(trx, 'alone');
}
