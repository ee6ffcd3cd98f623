import { z } from 'zod';
import { column, section } from '../parts.ts';
import { isPictured, picture } from '../pictures.ts';
import {
  articleText,
  byline,
  headline,
  kicker,
  readAlso,
  standfirst,
  words,
  youVoted,
} from '../story-parts.ts';
import { article, audience, defineBlock } from '../types.ts';
import { sampleArticle } from './sample.ts';

const schema = z.object({ kind: z.literal('lead'), v: z.literal(1), audience, article });

type Lead = z.infer<typeof schema>;

/** The first story: the largest picture, the largest headline. */
export const lead = defineBlock<Lead>({
  schema,
  mjml: ({ article: story }, context) => {
    const parts = [
      youVoted(story, context),
      kicker(story.category, context),
      headline(story, { level: 'h2', size: 31, css: 'lead-title' }, context),
      standfirst(story, 18, 12, context),
      byline(story.author, context),
      readAlso(story.readAlso, context),
    ];
    const text = section(column(words(parts, context)), context, {
      top: story.image === null ? 8 : 18,
      bottom: 28,
    });
    if (!isPictured(story)) return text;
    return section(column(picture(story, 600, context)), context, { bleed: true }) + text;
  },
  text: ({ article: story }, context) => articleText(story, context),
  sample: {
    kind: 'lead',
    v: 1,
    audience: null,
    article: sampleArticle(1, { readAlso: true, picture: true }),
  },
});
