import { z } from 'zod';
import { escapeHtml, paragraphsOf } from '../escape.ts';
import { markdownHtml, markdownText } from '../markdown.ts';
import { column, paragraphs, prose, section } from '../parts.ts';
import { stack, underline, wrap } from '../plain.ts';
import { audience, defineBlock } from '../types.ts';

const schema = z.object({
  kind: z.literal('note'),
  v: z.literal(1),
  audience,
  title: z.string().default(''),
  /** Paragraphs, an empty line between: plain text, or Markdown. */
  text: z.string(),
  /** Whether `text` is Markdown. Left out, it is not: notes of before have no such field. */
  markdown: z.boolean().optional(),
  signature: z.string().default(''),
});

type Note = z.infer<typeof schema>;

/** Words of the editors to the readers. */
export const note = defineBlock<Note>({
  schema,
  mjml: ({ title, text, markdown, signature }, context) => {
    const { look } = context;
    const heading =
      title === ''
        ? ''
        : prose(`<h2 style="margin:0;font-size:20px;line-height:1.25">${escapeHtml(title)}</h2>`, context, {
            size: 20,
            height: '1.25',
            font: look.heading,
            padding: '0 0 8px',
          });
    const words = prose(
      markdown === true ? markdownHtml(text, context) : paragraphs(paragraphsOf(text)),
      context,
      {
        size: 17,
        height: '1.55',
        font: look.heading,
      },
    );
    const signed =
      signature === ''
        ? ''
        : prose(`<em>${escapeHtml(signature)}</em>`, context, {
            size: 15,
            height: '1.4',
            colour: look.light.soft,
            css: 'soft',
            font: look.heading,
            padding: '10px 0 0',
          });
    return section(column(heading + words + signed), context, { top: 4, bottom: 26 });
  },
  text: ({ title, text, markdown, signature }, context) =>
    stack(
      title !== '' && underline(title, '-'),
      ...(markdown === true ? [markdownText(text, context)] : paragraphsOf(text).map((part) => wrap(part))),
      signature !== '' && wrap(signature),
    ),
  isEmpty: ({ text }) => text.trim() === '',
  sample: {
    kind: 'note',
    v: 1,
    audience: null,
    title: '',
    text: 'Good morning. The power held through the night in most of the country, and that lets us look further than the weather today: to a port, a parliament and a theatre.\n\nAs ever, write back. This is read by a person.',
    signature: 'Iryna Koval, editor of the morning',
  },
});
