import { z } from 'zod';
import { escapeHtml } from '../escape.ts';
import { anchor, column, linksText, prose, section } from '../parts.ts';
import { audience, defineBlock, linkItem } from '../types.ts';

const schema = z.object({
  kind: z.literal('read-also'),
  v: z.literal(1),
  audience,
  links: z.array(linkItem),
});

type ReadAlso = z.infer<typeof schema>;

/** Older stories that help to understand today's. */
export const readAlso = defineBlock<ReadAlso>({
  schema,
  mjml: ({ links }, context) => {
    const { look, texts } = context;
    const options = { css: 'accent', style: 'display:block;padding:7px 0;line-height:1.35;' };
    const items = links.map(({ title, url }) =>
      anchor(context.link(url), escapeHtml(title), look.light.accent, 'underline', options),
    );
    const label = `<h2 style="margin:0 0 3px;font-size:15px;font-weight:700">${escapeHtml(texts.readAlso)}</h2>`;
    return section(column(prose(label + items.join(''), context, { size: 15, height: '1.45' })), context, {
      tinted: true,
      top: 22,
      bottom: 20,
    });
  },
  text: ({ links }, { texts, link }) => linksText(texts.readAlso, links, link),
  isEmpty: ({ links }) => links.length === 0,
  sample: {
    kind: 'read-also',
    v: 1,
    audience: null,
    links: [
      {
        title: 'How the river towns rebuilt their bridges, one winter at a time',
        url: 'https://courier.example/bridges',
      },
      { title: 'A short history of the night market', url: 'https://courier.example/market' },
    ],
  },
});
