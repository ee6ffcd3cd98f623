import { z } from 'zod';
import { escapeHtml, keepLastWords, paragraphsOf } from '../escape.ts';
import { callToAct, panel, paragraphs, prose } from '../parts.ts';
import { stack, underline, wrap } from '../plain.ts';
import { kicker } from '../story-parts.ts';
import { audience, button, defineBlock } from '../types.ts';

const schema = z.object({
  kind: z.literal('correction'),
  v: z.literal(1),
  audience,
  title: z.string().min(1),
  /** Paragraphs of plain text, an empty line between: what was wrong, and what is right. */
  text: z.string().min(1),
  button: button.nullable().default(null),
});

type Correction = z.infer<typeof schema>;

/** What was wrong before: for those who were told so, where its audience names them. */
export const correction = defineBlock<Correction>({
  schema,
  mjml: ({ title, text, button: act }, context) => {
    const { look, texts } = context;
    const heading = `<h2 style="margin:0;font-size:20px;line-height:1.25">${escapeHtml(keepLastWords(title))}</h2>`;
    const words = [
      prose(kicker(texts.correction, context), context),
      prose(heading, context, { size: 20, height: '1.25', font: look.heading }),
      prose(paragraphs(paragraphsOf(text)), context, { size: 16, height: '1.55', padding: '8px 0 0' }),
      act === null ? '' : callToAct(act.label, context.link(act.url), context),
    ];
    return panel(words.join(''), context);
  },
  text: ({ title, text, button: act }, { link, texts }) =>
    stack(
      texts.correction.toLocaleUpperCase(),
      underline(title, '-'),
      ...paragraphsOf(text).map((part) => wrap(part)),
      act !== null && `${act.label}: ${link(act.url)}`,
    ),
  sample: {
    kind: 'correction',
    v: 1,
    audience: null,
    title: 'The bridge opens on the 3rd, not on the 30th',
    text: 'Yesterday we wrote that the bridge opens on 30 March. It opens on 3 March. We are sorry for the mistake.',
    button: { label: 'Read the corrected story', url: 'https://courier.example/bridge' },
  },
});
