const plural = new Intl.PluralRules('uk');

/** The form of a noun behind a number: 1 стаття, 2 статті, 5 статей. */
export function formOf(count: number, one: string, few: string, many: string): string {
  const form = plural.select(count);
  return form === 'one' ? one : form === 'few' ? few : many;
}

/** A number with its noun. */
export function counted(count: number, one: string, few: string, many: string): string {
  return `${count} ${formOf(count, one, few, many)}`;
}
