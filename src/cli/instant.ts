import { InvalidInput } from '../errors.ts';

/**
 * An instant, written with its offset from UTC.
 * @throws InvalidInput naming the option
 */
export function parseInstant(option: string, text: string): Date {
  const date = new Date(text);
  if (/(Z|[+-]\d{2}:?\d{2})$/i.test(text) && !Number.isNaN(date.getTime())) return date;
  throw new InvalidInput(
    `${option} is ${JSON.stringify(text)}; write it with its offset, such as 2026-11-24T06:30:00+02:00`,
  );
}
