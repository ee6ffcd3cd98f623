import { z } from 'zod';
import { column, linksText, section } from '../parts.ts';
import { stack, underline } from '../plain.ts';
import { headline, words } from '../story-parts.ts';
import { audience, defineBlock, linkItem } from '../types.ts';
import { sectionHeading } from './section.ts';

const item = linkItem.extend({ updated: z.boolean().default(false), articleId: z.number().int().optional() });
const schema = z.object({
  kind: z.literal('headlines'),
  v: z.literal(1),
  audience,
  /** Empty: the mail's own words for it. */
  title: z.string().default(''),
  items: z.array(item),
});

type Headlines = z.infer<typeof schema>;

/** A list of headlines alone. */
export const headlines = defineBlock<Headlines>({
  schema,
  mjml: ({ title, items }, context) => {
    const rows = items.map((entry, index) => {
      const line = index === 0 ? '' : `border-top:1px solid ${context.look.light.rule};`;
      return `<div class="line" style="${line}padding:11px 0">${headline(entry, { level: 'h3', size: 16 }, context)}</div>`;
    });
    return (
      sectionHeading(title || context.texts.moreHeadlines, context) +
      section(column(words(rows, context)), context, { bottom: 16 })
    );
  },
  text: ({ title, items }, { texts, link }) =>
    stack(underline((title || texts.moreHeadlines).toLocaleUpperCase(), '='), linksText('', items, link)),
  isEmpty: ({ items }) => items.length === 0,
  sample: {
    kind: 'headlines',
    v: 1,
    audience: null,
    title: '',
    items: [
      {
        title: 'Grain port reopens its second berth after three months of repairs',
        url: 'https://courier.example/port',
        updated: true,
      },
      {
        title: 'Night trains to the Carpathians return for the winter season',
        url: 'https://courier.example/trains',
        updated: false,
      },
      {
        title: 'What the new co-operation treaty changes for small exporters',
        url: 'https://courier.example/treaty',
        updated: false,
      },
    ],
  },
});
