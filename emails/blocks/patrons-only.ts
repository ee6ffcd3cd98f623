import { z } from 'zod';
import { escapeHtml, keepLastWords, paragraphsOf } from '../escape.ts';
import { callToAct, panel, paragraphs, prose } from '../parts.ts';
import { stack, underline, wrap } from '../plain.ts';
import { kicker } from '../story-parts.ts';
import { button, defineBlock, patronAudience } from '../types.ts';

const schema = z.object({
  kind: z.literal('patrons-only'),
  v: z.literal(1),
  audience: patronAudience,
  title: z.string(),
  /** Paragraphs of plain text, an empty line between. */
  text: z.string(),
  button: button.nullable().default(null),
});

type PatronsOnly = z.infer<typeof schema>;

/** What those who pay get beside the stories, which are everybody's: a letter, an invitation; of all tiers or of some. */
export const patronsOnly = defineBlock<PatronsOnly>({
  schema,
  mjml: ({ title, text, button: act }, context) => {
    const { look, texts } = context;
    const heading = `<h2 style="margin:0;font-size:20px;line-height:1.25">${escapeHtml(keepLastWords(title))}</h2>`;
    const words = [
      prose(kicker(texts.forPatrons, context), context),
      title === '' ? '' : prose(heading, context, { size: 20, height: '1.25', font: look.heading }),
      prose(paragraphs(paragraphsOf(text)), context, { size: 16, height: '1.55', padding: '8px 0 0' }),
      act === null ? '' : callToAct(act.label, context.link(act.url), context),
    ];
    return panel(words.join(''), context);
  },
  text: ({ title, text, button: act }, { link, texts }) =>
    stack(
      texts.forPatrons.toLocaleUpperCase(),
      title !== '' && underline(title, '-'),
      ...paragraphsOf(text).map((part) => wrap(part)),
      act !== null && `${act.label}: ${link(act.url)}`,
    ),
  isEmpty: ({ title, text }) => `${title}${text}`.trim() === '',
  sample: {
    kind: 'patrons-only',
    v: 1,
    audience: 'patron',
    title: 'Ask the reporters on Thursday',
    text: 'Daryna and Marek are back from the port. On Thursday at seven they tell what did not fit into the story, and answer what you ask.',
    button: { label: 'Come on Thursday', url: 'https://courier.example/evening' },
  },
});
