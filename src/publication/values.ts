import { z } from 'zod';
import { cleanLine } from '../text/clean-line.ts';

/** Text on one line that shows what it is, as `cleanLine` makes it; of so many characters at the most. */
export function oneLine(max: number) {
  return line(max, z.string().min(1, { error: 'is empty' }));
}

/** As `oneLine`, and it may be empty. */
export function oneLineOrNone(max: number) {
  return line(max, z.string());
}

function line(max: number, cleaned: z.ZodString) {
  const short = cleaned.max(max, { error: `is longer than ${max} characters` });
  return z
    .string()
    .transform((text) => cleanLine(text, Number.POSITIVE_INFINITY))
    .pipe(short);
}

/** An absolute http or https address. */
export const httpUrl = z.url({ protocol: /^https?$/, error: 'is not an http:// or https:// address' });

/** A BCP 47 language tag such as en, uk or pt-BR, in its canonical spelling. */
export const languageTag = z.string().transform((text, context) => {
  try {
    return Intl.getCanonicalLocales(text)[0] ?? text;
  } catch {
    context.addIssue({ code: 'custom', message: 'is not a language tag such as en, uk or pt-BR' });
    return z.NEVER;
  }
});

/** An IANA time zone such as Europe/Kyiv. */
export const timeZone = z
  .string()
  .refine(isTimeZone, { error: 'is not a time zone such as Europe/Kyiv or UTC' });

function isTimeZone(text: string): boolean {
  try {
    return (
      new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '' &&
      !/^[+-]/.test(text)
    );
  } catch {
    return false;
  }
}
