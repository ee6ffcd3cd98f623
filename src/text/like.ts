/** A text as a part of a pattern of SQL's LIKE, in which it means itself (PostgreSQL, section 9.7.1). */
export function likeText(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&');
}
