/** What is written for a language: `uk-UA` is `uk`, and what nobody has written yet is in English. */
export function inLanguage<T>(all: { en: T } & Record<string, T>, language: string): T {
  return all[language.split('-')[0] ?? ''] ?? all.en;
}
