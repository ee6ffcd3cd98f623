import { z } from 'zod';
import {
  articleText,
  byline,
  column,
  headline,
  kicker,
  picture,
  readAlso,
  section,
  standfirst,
  words,
} from '../parts.ts';
import { article, audience, type Context, defineBlock } from '../types.ts';
import { sampleArticle } from './sample.ts';

const schema = z.object({ kind: z.literal('lead'), v: z.literal(1), audience, article });

type Lead = z.infer<typeof schema>;

/** The first story: the largest picture, the largest headline. */
export const lead = defineBlock<Lead>({
  schema,
  mjml: ({ article: story }, context) => {
    const parts = [
      kicker(story.category, context),
      headline(story, 'h2', 31, context),
      standfirst(story.standfirst, 18, 12),
      byline(story.author, context),
      readAlso(story.readAlso, context),
    ];
    const text = section(column(words(parts, context)), context, {
      top: story.image === null ? 8 : 18,
      bottom: 28,
    });
    if (story.image === null) return text;
    return (
      section(column(picture(story.image, story.url, 600, context, creditOf(context))), context, {
        bleed: true,
      }) + text
    );
  },
  text: ({ article: story }, context) => articleText(story, context),
  sample: {
    kind: 'lead',
    v: 1,
    audience: null,
    article: sampleArticle(1, { readAlso: true, picture: true }),
  },
});

/** The credit stands where the words begin, on a phone too. */
function creditOf({ rtl }: Context) {
  return { padding: rtl ? '6px 32px 0 12px' : '6px 12px 0 32px', css: 'lead-credit' };
}
