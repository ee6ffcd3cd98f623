import { InvalidArgumentError } from 'commander';
import { InvalidInput, messageOf } from '../errors.ts';

/** A positive whole number, as commander asks for it: a wrong one is wrong usage. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= Number.MAX_SAFE_INTEGER) return value;
  throw new InvalidArgumentError('a whole number from 1 is allowed.');
}

/** A share in percent, from 0 to 100. */
export function percent(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 100) return value;
  throw new InvalidArgumentError('a percentage from 0 to 100 is allowed.');
}

/** So many within so many days, such as 3/14. */
export function perDays(text: string): { cap: number; days: number } {
  const [, cap, days] = /^(\d{1,3})\/(\d{1,3})$/.exec(text) ?? [];
  if (cap !== undefined && days !== undefined) return { cap: Number(cap), days: Number(days) };
  throw new InvalidArgumentError('a number within days is allowed, such as 3/14.');
}

/** Parts between commas; none for an empty text. */
export function list(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** A value as JSON writes it. */
export function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidInput(`${JSON.stringify(text.slice(0, 60))} is not JSON: ${messageOf(error)}`);
  }
}

/** `on` or `off`. */
export function onOff(text: string): boolean {
  if (text === 'on' || text === 'off') return text === 'on';
  throw new InvalidArgumentError('on or off is allowed.');
}

/** The options that were given, without those left out. */
export function given<T extends object>(options: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;
}

/** A day such as 2027-06-30: its beginning in UTC. */
export function day(text: string): Date {
  const date = new Date(`${text}T00:00:00Z`);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime())) return date;
  throw new InvalidArgumentError('a day such as 2027-06-30 is allowed.');
}

/** Pairs such as `Big Fan=breakfast,Small Fan=coffee`. */
export function tierMap(text: string): Record<string, string> {
  const pairs = list(text).map((pair) => {
    const at = pair.lastIndexOf('=');
    if (at < 0)
      throw new InvalidArgumentError('pairs such as "Big Fan=breakfast,Small Fan=coffee" are allowed.');
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const;
  });
  return Object.fromEntries(pairs);
}
