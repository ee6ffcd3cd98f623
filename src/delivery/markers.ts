// A mail is rendered once for all its readers. What differs per reader stands in it as a slot, and a part that
// only some readers see stands between two segment marks. The marks are private-use characters, which the
// renderer takes out of all content, so no article and no name can forge one.

/** What stands for a reader's own value: `address`, `unsubscribe`, `preferences` or `link:<number>`. */
export function slot(name: string): string {
  return `\uE000${name}\uE001`;
}

/** The marks around a part that only this audience is shown. */
export function segment(audience: string): { open: string; close: string } {
  return { open: `\uE002${audience}\uE003`, close: `\uE004${audience}\uE005` };
}

/** A piece of rendered text: words, or the place of a value. */
export type Piece = { text: string } | { slot: string };

const mark = /\uE000([^\uE001]*)\uE001/;

/** The text as one audience reads it: parts of others left out, marks gone. */
export function textFor(audience: string, rendered: string): string {
  return rendered.replace(
    /\uE002([^\uE003]*)\uE003([\s\S]*?)\uE004\1\uE005/g,
    (_all, who: string, inner: string) => (who === audience ? inner : ''),
  );
}

/** The text cut at its slots. */
export function piecesOf(text: string): Piece[] {
  // split() with a group gives text and slot names by turns.
  return text
    .split(mark)
    .map((part, index) => (index % 2 === 0 ? { text: part } : { slot: part }))
    .filter((piece) => 'slot' in piece || piece.text !== '');
}
