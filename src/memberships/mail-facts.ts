import type { MessageFrame } from '../../emails/index.ts';
import { localeOf, longDay } from '../text/long-day.ts';
import { formatMoney } from '../text/money.ts';
import { mailTheme } from '../publication/mail-theme.ts';
import { requirePublication } from '../publication/publication.ts';
import type { Services } from '../services.ts';
import { selectMemberFacts } from './queries/notices.ts';

export type MemberFacts = NonNullable<Awaited<ReturnType<typeof selectMemberFacts>>>;

/** What the composers of mails about memberships share: who writes, and how days and amounts are written. */
export interface MailParts {
  frame: MessageFrame;
  money(amount: number, currency: string | null): string;
  /** Empty for none. */
  day(date: Date | null): string;
  month(year: number, month: number): string;
  url(path: string): string;
}

/** The parts of a mail in a language. */
export async function mailPartsOf({ db, config }: Services, language: string): Promise<MailParts> {
  const publication = await requirePublication(db);
  const { timeZone } = publication;
  const options = { month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  const months = new Intl.DateTimeFormat(localeOf(language), options);
  return {
    frame: { publication: mailTheme(publication), language, baseUrl: config.publicUrl },
    money: (amount, currency) => (currency === null ? '' : formatMoney(amount, currency, language)),
    day: (date) => (date === null ? '' : longDay(date, language, timeZone)),
    month: (year, month) => months.format(new Date(Date.UTC(year, month - 1, 1))),
    url: (path) => config.publicUrl + path,
  };
}
