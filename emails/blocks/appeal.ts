import { z } from 'zod';
import { escapeHtml, keepLastWords, paragraphsOf } from '../escape.ts';
import { callToAct, panel, paragraphs, prose } from '../parts.ts';
import { stack, underline, wrap } from '../plain.ts';
import { button, defineBlock } from '../types.ts';

const schema = z.object({
  kind: z.literal('appeal'),
  v: z.literal(1),
  /** Those who pay are never asked. */
  audience: z.literal('reader').default('reader'),
  title: z.string().min(1),
  text: z.string().min(1),
  button,
  small: z.string().default(''),
});

type Appeal = z.infer<typeof schema>;

/** The request for support, shown to readers who do not pay yet. */
export const appeal = defineBlock<Appeal>({
  schema,
  mjml: ({ title, text, button: { label, url }, small }, context) => {
    const { look } = context;
    const heading = `<h2 style="margin:0;font-size:24px;line-height:1.2">${escapeHtml(keepLastWords(title))}</h2>`;
    const words = [
      prose(heading, context, { size: 24, height: '1.2', font: look.heading }),
      prose(paragraphs(paragraphsOf(text)), context, { size: 16, height: '1.55', padding: '10px 0 0' }),
      callToAct(label, context.link(url), context),
      small === ''
        ? ''
        : prose(escapeHtml(small), context, {
            size: 13,
            height: '1.5',
            colour: look.light.soft,
            css: 'soft',
            padding: '12px 0 0',
          }),
    ];
    return panel(words.join(''), context);
  },
  text: ({ title, text, button: { label, url }, small }, { link }) =>
    stack(
      underline(title, '-'),
      ...paragraphsOf(text).map((part) => wrap(part)),
      `${label}: ${link(url)}`,
      wrap(small),
    ),
  sample: {
    kind: 'appeal',
    v: 1,
    audience: 'reader',
    title: 'Free for everyone, because some pay',
    text: 'There is no wall around our reporting. From the price of a coffee a month, you keep it open for those who cannot pay, and you vote on what we cover next.',
    button: { label: 'Become a patron', url: 'https://courier.example/support' },
    small: 'From €3 a month. Cancel whenever you like.',
  },
});
