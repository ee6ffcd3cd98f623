// Control characters (C0, C1), the bidirectional embeddings, overrides and isolates that can make a text show
// itself in another order than it is in, zero-width characters that hide, tags, and the private-use area.
// The joiners U+200C and U+200D stay: Persian, the languages of India and emoji are written with them.
const hidden =
  /[\p{Cc}\u061C\u115F\u1160\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB\p{Co}\u{E0000}-\u{E007F}]/gu;

// More marks on one letter than any script has, the number of UAX 15's stream-safe format. To put thousands of them
// in their canonical order takes time that grows with the square of their number.
const spareMarks = /(\p{M}{30})\p{M}+/gu;

/**
 * Makes one line of text that shows what it is: NFC, without control, bidirectional and invisible characters
 * (UTS 36, UTS 39), no more than 30 marks on a letter, white space collapsed, lone surrogates replaced, cut to so many UTF-16 units without
 * breaking a visible character. What is left stands literally.
 */
export function cleanLine(text: string, max = 500): string {
  const line = text
    .toWellFormed()
    .replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, ' ')
    .replace(hidden, '')
    .replace(spareMarks, '$1')
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .trim();
  return line.length <= max ? line : cut(line, max);
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

function cut(line: string, max: number): string {
  let end = 0;
  for (const { index, segment } of graphemes.segment(line.slice(0, max + 50))) {
    if (index + segment.length > max) break;
    end = index + segment.length;
  }
  return line.slice(0, end).trim();
}
