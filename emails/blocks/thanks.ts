import { z } from 'zod';
import { escapeHtml, keepLastWords, paragraphsOf } from '../escape.ts';
import { panel, paragraphs, prose } from '../parts.ts';
import { stack, underline, wrap } from '../plain.ts';
import { defineBlock, patronAudience, segmentName } from '../types.ts';

const schema = z.object({
  kind: z.literal('thanks'),
  v: z.literal(1),
  audience: patronAudience,
  /** Those who are thanked in other words, by their tier. */
  except: z.array(segmentName).default([]),
  title: z.string(),
  text: z.string(),
});

type Thanks = z.infer<typeof schema>;

/** What patrons read where others are asked. */
export const thanks = defineBlock<Thanks>({
  schema,
  mjml: ({ title, text }, context) => {
    const { look } = context;
    const heading = `<h2 style="margin:0;font-size:20px;line-height:1.25">${escapeHtml(keepLastWords(title))}</h2>`;
    const words =
      (title === '' ? '' : prose(heading, context, { size: 20, height: '1.25', font: look.heading })) +
      prose(paragraphs(paragraphsOf(text)), context, { size: 15, height: '1.55', padding: '8px 0 0' });
    return panel(words, context);
  },
  text: ({ title, text }) =>
    stack(title !== '' && underline(title, '-'), ...paragraphsOf(text).map((part) => wrap(part))),
  isEmpty: ({ title, text }) => `${title}${text}`.trim() === '',
  sample: {
    kind: 'thanks',
    v: 1,
    audience: 'patron',
    except: [],
    title: 'You made this edition possible',
    text: 'Thank you. Patrons like you paid for the two journeys behind today’s first story, and everyone can read it.',
  },
});
