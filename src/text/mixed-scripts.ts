// Scripts whose letters are drawn alike, so that a word of two of them may pass for another (UTS 39).
const scripts: Array<[string, RegExp]> = [
  ['Latin', /\p{Script=Latin}/gu],
  ['Cyrillic', /\p{Script=Cyrillic}/gu],
  ['Greek', /\p{Script=Greek}/gu],
];

/**
 * What is odd about the words of a text that mix scripts drawn alike, a sentence for each: "Cоurier" with a
 * Cyrillic о shows itself as another paper's name. Words of one script each are as they should be.
 */
export function findMixedScripts(text: string): string[] {
  const words = text.normalize('NFC').match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return words.flatMap((word) => {
    const found = scripts
      .map(([name, letters]) => ({ name, letters: word.match(letters) ?? [] }))
      .filter(({ letters }) => letters.length > 0)
      .toSorted((one, other) => other.letters.length - one.letters.length);
    const [main, ...others] = found;
    if (main === undefined || others.length === 0) return [];
    const odd = others.map(({ name, letters }) => `${name} ${[...new Set(letters)].map(show).join(', ')}`);
    return [`${JSON.stringify(word)} mixes ${main.name} with ${odd.join(' and ')}`];
  });
}

function show(letter: string): string {
  const code = letter.codePointAt(0) ?? 0;
  return `${letter} (U+${code.toString(16).toUpperCase().padStart(4, '0')})`;
}
