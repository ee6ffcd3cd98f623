import type { Db } from '../../db.ts';
import { formatMoney } from '../../text/money.ts';
import type { Membership } from '../membership.ts';
import { listTiers } from '../tiers.ts';
import { manageWords } from './pages/words.ts';

/** What is paid, and how often, such as €8 a month; '' where nothing is. */
export function termsOf(
  { amount, currency, interval }: Pick<Membership, 'amount' | 'currency' | 'interval'>,
  language: string,
): string {
  if (currency === null || amount === 0) return '';
  return manageWords(language).terms(formatMoney(amount, currency, language), interval);
}

/** The name of a membership's tier; '' for one that is none of ours. */
export async function tierNameOf(db: Db, { tierId }: Membership): Promise<string> {
  return (await listTiers(db, { all: true })).find(({ id }) => id === tierId)?.name ?? '';
}
