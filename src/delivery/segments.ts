import { marksIn } from './markers.ts';

/** A variant is a smallint: a bit for each segment, and none for the sign. */
export const mostSegments = 15;

/** Who does not pay: a reader without the first bit, so it has none of its own. */
const reader = 'reader';
const patron = 'patron';
/** Those who are asked for money in an edition. */
export const appealSegment = 'appeal';

/** The names of the segments that one reader is shown. */
export type Shown = ReadonlySet<string>;

/**
 * Whether a segment is decided in memory when a mail is spliced, and neither stored nor shown to staff: who voted for
 * what is nobody's business.
 */
export function isPrivate(name: string): boolean {
  return name.startsWith('voted:');
}

/** The names of the segments that stand in rendered texts, once each. */
export function namesIn(rendered: string[]): Set<string> {
  return new Set(
    rendered
      .flatMap(marksIn)
      .flatMap((audience) => audience.split('|').map((name) => name.replace(/^!/, ''))),
  );
}

/** The segments of which a send keeps a bit for each reader, `patron` first, as in sends of before there were others. */
export function segmentsOf(mails: Array<{ html: string; text: string }>): string[] {
  const names = [...namesIn(mails.flatMap(({ html, text }) => [html, text]))];
  return [
    patron,
    ...names.filter((name) => name !== patron && name !== reader && !isPrivate(name)).toSorted(),
  ];
}

/** Which segments a variant shows: `reader` where it does not show `patron`. */
export function shownBy(segments: string[], variant: number): Set<string> {
  const shown = segments.filter((_name, bit) => (variant & (1 << bit)) !== 0);
  return new Set(shown.includes(patron) ? shown : [reader, ...shown]);
}

/**
 * Whether somebody who is shown these is shown a part of this audience: one of its names is enough; `!` before one means
 * all but those.
 */
export function isShownTo(audience: string, shown: Shown): boolean {
  return audience
    .split('|')
    .some((name) => (name.startsWith('!') ? !shown.has(name.slice(1)) : shown.has(name)));
}

/** A variant in words: `reader`, `reader, appeal`, `patron, tier:breakfast`. */
export function describeVariant(segments: string[], variant: number): string {
  return [...shownBy(segments, variant)].join(', ');
}
