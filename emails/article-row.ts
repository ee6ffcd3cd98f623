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
  const gap = context.rtl ? '22px 0 0 20px' : '22px 20px 0 0';
  const image = picture(story.image, story.url, thumbnail, context, { padding: '4px 0 0' });
  const columns =
    ruledColumn(image, thumbnail + 20, 'thumb', gap, context) +
    ruledColumn(text, inner - thumbnail - 20, 'beside', '22px 0 0', context);
  return section(columns, context, { bottom: 24 });
}

/** A column below its part of the rule: a section of its own for the rule would be a third of the mail's size. */
function ruledColumn(
  content: string,
  width: number,
  cssClass: string,
  padding: string,
  { look }: Context,
): string {
  const share = ((width / inner) * 100).toFixed(3);
  return `<mj-column width="${share}%" css-class="${cssClass}" padding="${padding}" border-top="1px solid ${look.light.rule}">${content}</mj-column>`;
}
