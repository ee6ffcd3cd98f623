import { InvalidInput } from '../../errors.ts';

const mostMonths = 120;

/** @throws InvalidInput unless there are 1 to 120 of them */
export function refuseWrongMonths(months: number): void {
  if (!Number.isInteger(months) || months < 1 || months > mostMonths)
    throw new InvalidInput(`--months is ${months}; 1 to ${mostMonths} are allowed`);
}

/** The same day so many months on, in UTC; the last day of the month where it has no such day. */
export function addMonths(date: Date, months: number): Date {
  const end = new Date(date);
  end.setUTCDate(1);
  end.setUTCMonth(end.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 0)).getUTCDate();
  end.setUTCDate(Math.min(date.getUTCDate(), lastDay));
  return end;
}
