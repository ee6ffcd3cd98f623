import { z } from 'zod';
import { articleRow } from '../article-row.ts';
import { escapeHtml } from '../escape.ts';
import { column, prose, rule, section as row } from '../parts.ts';
import { stack, underline } from '../plain.ts';
import { articleText } from '../story-parts.ts';
import { article, audience, type Context, defineBlock } from '../types.ts';
import { sampleArticle } from './sample.ts';

const schema = z.object({
  kind: z.literal('section'),
  v: z.literal(1),
  audience,
  title: z.string().default(''),
  articles: z.array(article),
});

type Section = z.infer<typeof schema>;

/** Stories of one part of the paper under its name; the first one may have a picture. */
export const section = defineBlock<Section>({
  schema,
  mjml: ({ title, articles }, context) => {
    const rows = articles.map((story, index) => {
      const shown = index === 0 ? story : { ...story, image: null };
      return articleRow(shown, { rank: 'brief', category: false, ruled: index > 0 }, context);
    });
    return (title === '' ? '' : sectionHeading(title, context)) + rows.join('');
  },
  text: ({ title, articles }, context) => {
    const stories = articles.map((story) => articleText({ ...story, category: '' }, context));
    return stack(title !== '' && underline(title.toLocaleUpperCase(), '='), ...stories);
  },
  isEmpty: ({ articles }) => articles.length === 0,
  sample: {
    kind: 'section',
    v: 1,
    audience: null,
    title: 'Europe',
    articles: [sampleArticle(3, { picture: true }), sampleArticle(4, {})],
  },
});

/** The name of a part of the paper below a strong rule, with room above for what may stand there: a panel. */
export function sectionHeading(title: string, context: Context): string {
  const { look, rtl } = context;
  const style = `margin:0;font-size:14px;line-height:1.3;font-weight:700;text-transform:uppercase;letter-spacing:${rtl ? '0' : '0.1em'}`;
  const heading = prose(`<h2 style="${style}">${escapeHtml(title)}</h2>`, context, {
    size: 14,
    height: '1.3',
    padding: '10px 0 12px',
    font: look.body,
  });
  return row(column(rule(context, '0', 2, true) + heading), context, { top: 30 });
}
