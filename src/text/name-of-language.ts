/**
 * What a language is called: in another one, or in itself, as who looks for it would know it. What is no language stands as
 * it is.
 */
export function nameOfLanguage(code: string, inLanguage = code): string {
  try {
    const name = new Intl.DisplayNames([inLanguage, 'en'], { type: 'language' }).of(code) ?? code;
    return name.charAt(0).toLocaleUpperCase(inLanguage) + name.slice(1);
  } catch {
    return code;
  }
}
