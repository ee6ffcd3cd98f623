import { diff3Merge } from 'node-diff3';

interface Region {
  ok?: string[];
  conflict?: object;
}

/** Words, each with the white space before it: what is added at the end leaves the last word as it was. */
function wordsOf(text: string): string[] {
  return text.match(/\s*\S+|\s+$/g) ?? [];
}

/** Two texts that were made of one, joined by their words; null where both changed the same place. */
export function mergeTexts(base: string, one: string, other: string): string | null {
  const options = { excludeFalseConflicts: true };
  const regions = diff3Merge(wordsOf(one), wordsOf(base), wordsOf(other), options) as Region[];
  if (regions.some(({ conflict }) => conflict !== undefined)) return null;
  return regions.flatMap(({ ok }) => ok ?? []).join('');
}
