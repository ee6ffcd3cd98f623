import { z } from 'zod';
import { escapeHtml, keepLastWords, paragraphsOf } from '../escape.ts';
import { anchor, callToAct, panel, paragraphs, prose } from '../parts.ts';
import { stack, underline, wrap } from '../plain.ts';
import { button, type Context, defineBlock } from '../types.ts';

const schema = z.object({
  kind: z.literal('appeal'),
  v: z.literal(1),
  /** Decided for each reader when the edition is launched: those who pay are never asked. `reader` is of before that. */
  audience: z
    .literal(['appeal', 'reader'])
    .default('appeal')
    .transform((): 'appeal' => 'appeal'),
  title: z.string(),
  text: z.string(),
  button,
  small: z.string().default(''),
});

type Appeal = z.infer<typeof schema>;

/** The request for support, shown to readers who do not pay yet, and not too often. */
export const appeal = defineBlock<Appeal>({
  schema,
  mjml: ({ title, text, button: { label, url }, small }, context) => {
    const { look } = context;
    const heading = `<h2 style="margin:0;font-size:24px;line-height:1.2">${escapeHtml(keepLastWords(title))}</h2>`;
    const words = [
      title === '' ? '' : prose(heading, context, { size: 24, height: '1.2', font: look.heading }),
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
      whyHtml(context),
    ];
    return panel(words.join(''), context);
  },
  text: ({ title, text, button: { label, url }, small }, { link, why, texts }) =>
    stack(
      title !== '' && underline(title, '-'),
      ...paragraphsOf(text).map((part) => wrap(part)),
      `${label}: ${link(url)}`,
      wrap(small),
      why !== null && `${texts.whyAsked}: ${why}`,
    ),
  isEmpty: ({ title, text }) => `${title}${text}`.trim() === '',
  sample: {
    kind: 'appeal',
    v: 1,
    audience: 'appeal',
    title: 'Free for everyone, because some pay',
    text: 'There is no wall around our reporting. From the price of a coffee a month, you keep it open for those who cannot pay, and you vote on what we cover next.',
    button: { label: 'Become a patron', url: 'https://courier.example/support' },
    small: 'From €3 a month. Cancel whenever you like.',
  },
});

/** Why one is asked, and how to be asked no more; a field that a thumb finds. */
function whyHtml(context: Context): string {
  const { look, texts, why } = context;
  if (why === null) return '';
  const style = 'display:inline-block;padding:12px 0;line-height:20px;';
  const link = anchor(why, escapeHtml(texts.whyAsked), look.light.soft, 'underline', { css: 'soft', style });
  return prose(link, context, {
    size: 13,
    height: '20px',
    colour: look.light.soft,
    css: 'soft',
    padding: '4px 0 0',
  });
}
