import type { Services } from '../../services.ts';
import { selectOpenDunning } from '../queries/dunnings.ts';

const purpose = 'fix-payment';

/** What a link of a mail about a failed payment carries; it works until the grace time is over. */
export function fixPaymentToken(
  { tokens }: Services,
  { membershipId, graceUntil }: { membershipId: number; graceUntil: Date },
): string {
  return tokens.sign(purpose, String(membershipId), graceUntil);
}

/** The open failure that a link is for: null where the link is forged or old; `over` where nothing is owed any more. */
export async function readFixPaymentToken({ db, tokens }: Services, token: string, now: Date = new Date()) {
  const id = tokens.read(purpose, token, now);
  if (id === null) return null;
  return (await selectOpenDunning(db, Number(id))) ?? 'over';
}
