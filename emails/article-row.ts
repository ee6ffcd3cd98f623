import { column, gutter, rule, section } from './parts.ts';
import { isPictured, type Pictured, thumbnail } from './pictures.ts';
import { byline, headline, kicker, readAlso, standfirst, words, youVoted } from './story-parts.ts';
import type { BlockArticle, Context } from './types.ts';

const thumbnailWidth = 176;
const gap = 20;
const inner = 600 - 2 * gutter;

interface RowOptions {
  /** A story for itself, or one in a section: its picture stays small on a phone, so that the first remain first. */
  rank: 'story' | 'brief';
  category: boolean;
  /** A hairline above; not below a heading, which has a line already. */
  ruled: boolean;
}

/** An article in a row: words, and beside them its picture. */
export function articleRow(story: BlockArticle, options: RowOptions, context: Context): string {
  const { rank, category, ruled } = options;
  const size = rank === 'story' ? ({ level: 'h2', size: 22 } as const) : ({ level: 'h3', size: 18 } as const);
  const parts = [
    youVoted(story, context),
    category ? kicker(story.category, context) : '',
    headline(story, size, context),
    standfirst(story, 15, 6, context),
    byline(story.author, context),
    readAlso(story.readAlso, context),
  ];
  const text = words(parts, context);
  if (isPictured(story)) return picturedRow(story, text, options, context);
  return section(column((ruled ? rule(context, '0 0 22px') : '') + text), context, { bottom: 24 });
}

/**
 * The picture comes first, so that it stands above the words on a phone; the order of columns is turned round, so
 * that all headlines begin at one edge on a desk.
 */
function picturedRow(story: Pictured, text: string, { rank, ruled }: RowOptions, context: Context): string {
  const direction = context.rtl ? 'ltr' : 'rtl';
  const top = ruled ? '22px' : '2px';
  const side = context.rtl ? `${top} ${gap}px 0 0` : `${top} 0 0 ${gap}px`;
  const own = (kind: string): string => (rank === 'story' ? `row ${kind}` : 'row');
  const line = ruled ? ` border-top="1px solid ${context.look.light.rule}"` : '';
  const cell = (content: string, width: number, css: string, padding: string): string =>
    `<mj-column width="${((width / inner) * 100).toFixed(3)}%" css-class="${css}" padding="${padding}"${line}>${content}</mj-column>`;
  const columns =
    cell(thumbnail(story, thumbnailWidth, context), thumbnailWidth + gap, own('thumb'), side) +
    cell(text, inner - thumbnailWidth - gap, own('beside'), `${top} 0 0`);
  const shown = rank === 'story' ? columns : `<mj-group direction="${direction}">${columns}</mj-group>`;
  return section(shown, context, { bottom: 24, direction });
}
