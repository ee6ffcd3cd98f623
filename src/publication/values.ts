import { z } from 'zod';
import { cleanLine } from '../text/clean-line.ts';
import { wrong } from '../wrong-values.ts';

/** Text on one line that shows what it is, as `cleanLine` makes it; of so many characters at the most. */
export function oneLine(max: number) {
  return line(max, z.string().min(1, { error: wrong.empty }));
}

/** As `oneLine`, and it may be empty. */
export function oneLineOrNone(max: number) {
  return line(max, z.string());
}

function line(max: number, cleaned: z.ZodString) {
  const short = cleaned.max(max, { error: wrong.longerThan(String(max)) });
  return z
    .string()
    .transform((text) => cleanLine(text, Number.POSITIVE_INFINITY))
    .pipe(short);
}

/** An absolute http or https address. */
export const httpUrl = z.url({ protocol: /^https?$/, error: wrong.notHttp });

/** A BCP 47 language tag such as en, uk or pt-BR, in its canonical spelling. */
export const languageTag = z.string().transform((text, context) => {
  try {
    return Intl.getCanonicalLocales(text)[0] ?? text;
  } catch {
    context.addIssue({ code: 'custom', message: wrong.notLanguage });
    return z.NEVER;
  }
});

/** An IANA time zone such as Europe/Kyiv. */
export const timeZone = z.string().refine(isTimeZone, { error: wrong.notTimeZone });

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
