import { InvalidInput } from '../errors.ts';
import { languageTag, timeZone } from '../publication/values.ts';
import { cleanLine } from '../text/clean-line.ts';
import { say } from './say.ts';

/**
 * A person's language as it is kept; null for none.
 * @throws InvalidInput for one that does not exist
 */
export function readLanguage(text: string): string | null {
  return text === '' ? null : check(languageTag, text, say.notLanguage);
}

/**
 * A person's time zone; null for none.
 * @throws InvalidInput for one that does not exist
 */
export function readTimeZone(text: string): string | null {
  return text === '' ? null : check(timeZone, text, say.notTimeZone);
}

function check(
  schema: typeof languageTag | typeof timeZone,
  text: string,
  fault: typeof say.notLanguage,
): string {
  const parsed = schema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidInput(fault(JSON.stringify(cleanLine(text, 60))));
}
