import type { Measure } from './measures.ts';

/** A value of a measure as a language writes it. */
export function writeValue({ isShare }: Measure, value: number, language: string): string {
  if (!isShare) return new Intl.NumberFormat(language).format(value);
  const digits = value > 0 && value < 0.01 ? 3 : 1;
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: digits }).format(value);
}
