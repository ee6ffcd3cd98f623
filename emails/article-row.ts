import {
  byline,
  column,
  gutter,
  headline,
  kicker,
  picture,
  readAlso,
  rule,
  section,
  standfirst,
  words,
} from './parts.ts';
import type { BlockArticle, Context } from './types.ts';

const thumbnail = 176;
const inner = 600 - 2 * gutter;

/** An article in a row: words, and beside them its picture, which stands above on a phone. */
export function articleRow(
  story: BlockArticle,
  level: 'h2' | 'h3',
  context: Context,
  categories = true,
): string {
  const parts = [
    categories ? kicker(story.category, context) : '',
    headline(story, level, level === 'h2' ? 22 : 20, context),
    standfirst(story.standfirst, 15, 6),
    byline(story.author, context),
    readAlso(story.readAlso, context),
  ];
  const text = words(parts, context);
  if (story.image === null) return section(column(rule(context, '0 0 22px') + text), context, { bottom: 24 });
  const side = context.rtl ? '0 0 0 20px' : '0 20px 0 0';
  const image = column(
    picture(story.image, story.url, thumbnail, context, '4px 0 0'),
    share(thumbnail + 20),
    'thumb',
  ).replace('<mj-column ', `<mj-column padding="${side}" `);
  return (
    section(column(rule(context)), context, { bottom: 22 }) +
    section(image + column(text, share(inner - thumbnail - 20), 'beside'), context, { bottom: 24 })
  );
}

function share(pixels: number): string {
  return `${((pixels / inner) * 100).toFixed(3)}%`;
}
