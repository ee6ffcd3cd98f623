import { InvalidInput } from '../errors.ts';
import { languageTag, timeZone } from '../publication/values.ts';
import { cleanLine } from '../text/clean-line.ts';

/**
 * A person's language as it is kept; null for none.
 * @throws InvalidInput for one that does not exist
 */
export function readLanguage(text: string): string | null {
  return text === '' ? null : check(languageTag, text, 'language');
}

/**
 * A person's time zone; null for none.
 * @throws InvalidInput for one that does not exist
 */
export function readTimeZone(text: string): string | null {
  return text === '' ? null : check(timeZone, text, 'time zone');
}

function check(schema: typeof languageTag | typeof timeZone, text: string, name: string): string {
  const parsed = schema.safeParse(text);
  if (parsed.success) return parsed.data;
  const why = parsed.error.issues[0]?.message ?? 'is not allowed';
  throw new InvalidInput(`the ${name} ${JSON.stringify(cleanLine(text, 60))} ${why}`);
}
