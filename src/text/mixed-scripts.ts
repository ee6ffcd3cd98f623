import { wordsIn } from '../../languages/index.ts';

// Scripts whose letters are drawn alike, so that a word of two of them may pass for another (UTS 39).
const scripts: Array<[Script, RegExp]> = [
  ['Latin', /\p{Script=Latin}/gu],
  ['Cyrillic', /\p{Script=Cyrillic}/gu],
  ['Greek', /\p{Script=Greek}/gu],
];

type Script = 'Latin' | 'Cyrillic' | 'Greek';

/** How a word of several scripts is told of. */
export interface ScriptWords {
  scripts: Record<Script, string>;
  mixes: (word: string, main: string, others: string[]) => string;
}

const en: ScriptWords = {
  scripts: { Latin: 'Latin', Cyrillic: 'Cyrillic', Greek: 'Greek' },
  mixes: (word, main, others) => `${word} mixes ${main} with ${others.join(' and ')}`,
};

/**
 * What is odd about the words of a text that mix scripts drawn alike, a sentence for each: "Cоurier" with a
 * Cyrillic о shows itself as another paper's name. Words of one script each are as they should be.
 */
export function findMixedScripts(text: string, language = 'en'): string[] {
  const say = wordsIn('mixedScripts', language, en);
  const words = text.normalize('NFC').match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return words.flatMap((word) => {
    const found = scripts
      .map(([name, letters]) => ({ name, letters: word.match(letters) ?? [] }))
      .filter(({ letters }) => letters.length > 0)
      .toSorted((one, other) => other.letters.length - one.letters.length);
    const [main, ...others] = found;
    if (main === undefined || others.length === 0) return [];
    const odd = others.map(
      ({ name, letters }) => `${say.scripts[name]} ${[...new Set(letters)].map(show).join(', ')}`,
    );
    return [say.mixes(JSON.stringify(word), say.scripts[main.name], odd)];
  });
}

function show(letter: string): string {
  const code = letter.codePointAt(0) ?? 0;
  return `${letter} (U+${code.toString(16).toUpperCase().padStart(4, '0')})`;
}
