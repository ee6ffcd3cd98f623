import { wordsIn } from '../../languages/index.ts';
import { readIp } from '../text/ip-address.ts';

/** Raised with each change of the words below, so that a proof names what was shown. */
export const wordingVersion = '2026-11-25';

/** What people agree to. */
export interface ConsentWords {
  newsletters: (publication: string) => string;
  /** That their own clicks are counted. */
  clicks: (newsletters: string, publication: string) => string;
}

const en: ConsentWords = {
  newsletters: (publication) =>
    `I want to receive the newsletters ticked here from ${publication} by e-mail. I can end this at any time.`,
  clicks: (newsletters, publication) =>
    `${publication} may count which stories I follow from ${newsletters}. I can end this at any time.`,
};

/** The words that a person agrees to: the forms show them, and the proof keeps them with each newsletter ticked. */
export function consentWording(language: string, publication: string): string {
  return wordsIn('consent', language, en).newsletters(publication);
}

/** The words by which a person agrees that their own clicks are counted. */
export function clickWording(language: string, newsletters: string[], publication: string): string {
  return wordsIn('consent', language, en).clicks(newsletters.join(', '), publication);
}

/** Where a person's act came from, as far as it is known. */
export interface Origin {
  /** `form`, `preferences`, `one-click`, `undo`, `import`, `command-line` */
  source: string;
  /** The page that the form stood on, as a browser names it. */
  formUrl?: string | null;
  /** As a proxy hands it on. */
  ip?: string | null;
  userAgent?: string | null;
}

/** An origin as columns of a proof. What cannot be kept is left out: a "no" must not fail over its proof. */
export function originColumns({ source, formUrl, ip, userAgent }: Origin) {
  return {
    source,
    formUrl: placeOf(formUrl ?? ''),
    ip: readIp(ip ?? ''),
    userAgent: userAgent?.slice(0, 500) ?? null,
  };
}

/** A page's origin and the first part of its path: behind that may stand a token, which is never kept. */
export function placeOf(url: string): string | null {
  if (!/^https?:/i.test(url) || !URL.canParse(url)) return null;
  const { origin, pathname } = new URL(url);
  return `${origin}/${pathname.split('/')[1] ?? ''}`.slice(0, 500);
}
