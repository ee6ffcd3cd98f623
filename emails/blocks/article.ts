import { z } from 'zod';
import { articleRow } from '../article-row.ts';
import { articleText } from '../story-parts.ts';
import { article as articleSchema, audience, defineBlock } from '../types.ts';
import { sampleArticle } from './sample.ts';

const schema = z.object({ kind: z.literal('article'), v: z.literal(1), audience, article: articleSchema });

type Article = z.infer<typeof schema>;

/** A story of the second rank: a small picture beside the words. */
export const article = defineBlock<Article>({
  schema,
  mjml: ({ article: story }, context) =>
    articleRow(story, { rank: 'story', category: true, ruled: true }, context),
  text: ({ article: story }, context) => articleText(story, context),
  sample: {
    kind: 'article',
    v: 1,
    audience: null,
    article: sampleArticle(2, { readAlso: true, picture: true }),
  },
});
