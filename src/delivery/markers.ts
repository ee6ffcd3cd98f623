// A mail is rendered once for all its readers. What differs per reader stands in it as a slot, and a part that
// only some readers see stands between two segment marks. The marks are private-use characters, which the
// renderer takes out of all content, so no article and no name can forge one.

/** What stands for a reader's own value: `address`, `unsubscribe`, `preferences`, `support`, `why` or `link:<number>`. */
export function slot(name: string): string {
  return `\uE000${name}\uE001`;
}

/** The marks around a part that only this audience is shown: the name of a segment, or several with `|` between. */
export function segment(audience: string): { open: string; close: string } {
  return { open: `\uE002${audience}\uE003`, close: `\uE004${audience}\uE005` };
}

/** A piece of rendered text: words, or the place of a value. */
export type Piece = { text: string } | { slot: string };

const mark = /\uE000([^\uE001]*)\uE001/;
const opening = /\uE002([^\uE003]*)\uE003/g;
const edges = /(\uE002[^\uE003]*\uE003|\uE004[^\uE005]*\uE005)/;

/** The audiences of the segments in a rendered text, as they stand in it. */
export function marksIn(rendered: string): string[] {
  return [...rendered.matchAll(opening)].map(([, audience = '']) => audience);
}

/** The text as one reader has it: parts of others left out, marks gone. A part may stand within another. */
export function textFor(isShown: (audience: string) => boolean, rendered: string): string {
  let text = '';
  let inside = 0;
  // How deep within a part that is left out, or 0.
  let hidden = 0;
  for (const part of rendered.split(edges)) {
    if (part.startsWith('\uE004')) {
      if (hidden === inside) hidden = 0;
      inside -= 1;
    } else if (part.startsWith('\uE002')) {
      inside += 1;
      if (hidden === 0 && !isShown(part.slice(1, -1))) hidden = inside;
    } else if (hidden === 0) text += part;
  }
  return text;
}

/** The text cut at its slots. */
export function piecesOf(text: string): Piece[] {
  // split() with a group gives text and slot names by turns.
  return text
    .split(mark)
    .map((part, index) => (index % 2 === 0 ? { text: part } : { slot: part }))
    .filter((piece) => 'slot' in piece || piece.text !== '');
}
