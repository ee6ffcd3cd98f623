import { z } from 'zod';
import { memberTextsOf } from '../member-texts/index.ts';
import { defineMessage, link } from './message-parts.ts';

const schema = z.object({
  why: z.enum(['asked', 'unpaid', 'over', 'withdrawn']),
  tier: z.string(),
  url: link,
});

/** A membership has ended. */
export const memberEnded = defineMessage<z.infer<typeof schema>>({
  schema,
  content: ({ why, tier, url }, { publication, language }) => {
    const { ended } = memberTextsOf(language);
    return {
      subject: ended.subject(publication.name),
      title: ended.title,
      paragraphs: [ended[why](publication.name, tier), ended.open(publication.name)],
      button: { label: ended.button, url },
      small: ended.small,
    };
  },
  sample: { why: 'asked', tier: 'Breakfast', url: 'https://news.example/support' },
});
