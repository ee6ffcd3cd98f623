import { z } from 'zod';
import { topicTextsOf } from '../topic-texts.ts';
import { defineMessage, link } from './message.ts';

const schema = z.object({
  outcome: z.enum(['accepted', 'declined', 'merged']),
  suggestion: z.string(),
  /** Why it was declined. */
  reason: z.string(),
  /** The topic that it became part of. */
  into: z.string(),
  url: link,
});

/** Tells whoever suggested a topic what came of it. */
export const topicOutcome = defineMessage<z.infer<typeof schema>>({
  schema,
  content: ({ outcome, suggestion, reason, into, url }, { publication, language }) => {
    const texts = topicTextsOf(language);
    const { title, text } = texts[outcome];
    return {
      subject: texts.subject(publication.name),
      title,
      paragraphs: [text(suggestion, into), ...(reason === '' ? [] : [reason])],
      button: { label: texts.button, url },
      small: texts.small,
    };
  },
  sample: {
    outcome: 'merged',
    suggestion: 'Who pays for the street lamps that do not burn?',
    reason: '',
    into: 'Where the city’s light budget goes',
    url: 'https://news.example/topics',
  },
});
