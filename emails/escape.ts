// U+E000 to U+E005 mark slots and segments in what is rendered here; content may not hold them.
const markers = /[\uE000-\uE005]/g;

/** Text as HTML and MJML, for element content and quoted attributes alike. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`{}]/g, (character) => `&#${character.codePointAt(0)};`);
}

/** The same props with every text free of the characters that mark slots. */
export function withoutMarkers<T>(value: T): T {
  if (typeof value === 'string') return value.toWellFormed().replace(markers, '') as T;
  if (Array.isArray(value)) return value.map(withoutMarkers) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, withoutMarkers<unknown>(inner)]),
  ) as T;
}

/** Paragraphs of plain text, split at empty lines. */
export function paragraphsOf(text: string): string[] {
  return text
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

const plainWords = /^[\p{L}\p{M}\p{N} ,.:;!?()'’“”„«»–—-]+$/u;

/**
 * A headline whose short last word does not stand on a line alone, for the mail programs that cannot balance lines.
 * Only where it is plain words, and the pair is short enough for a narrow column; all else stays as it is.
 */
export function keepLastWords(text: string): string {
  return plainWords.test(text) ? text.replace(/(?<=\S \S{1,12}) (?=\S{1,6}$)/, '\u00A0') : text;
}
