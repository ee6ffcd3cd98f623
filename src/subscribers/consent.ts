/** Raised with each change of the words below, so that a proof names what was shown. */
export const wordingVersion = '2026-11';

const purposes: Record<string, (newsletters: string, publication: string) => string> = {
  en: (newsletters, publication) =>
    `I want to receive ${newsletters} from ${publication} by e-mail. I can end this at any time.`,
  uk: (newsletters, publication) =>
    `Я хочу отримувати ${newsletters} від ${publication} електронною поштою. Я можу відмовитися будь-коли.`,
  de: (newsletters, publication) =>
    `Ich möchte ${newsletters} von ${publication} per E-Mail erhalten. Ich kann das jederzeit beenden.`,
};

/** The words that a person agrees to, as they are shown and as they are kept. */
export function consentWording(language: string, newsletters: string[], publication: string): string {
  const wording = purposes[language.split('-')[0] ?? 'en'] ?? purposes['en'];
  return wording?.(newsletters.join(', '), publication) ?? '';
}

/** Where a person's act came from, as far as it is known. */
export interface Origin {
  /** `form`, `preferences`, `one-click`, `undo`, `import`, `command-line` */
  source: string;
  formUrl?: string | null;
  ip?: string | null;
  userAgent?: string | null;
}

/** An origin as columns of a proof. */
export function originColumns({ source, formUrl = null, ip = null, userAgent = null }: Origin) {
  return { source, formUrl, ip, userAgent: userAgent?.slice(0, 500) ?? null };
}
