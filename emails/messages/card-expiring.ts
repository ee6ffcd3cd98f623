import { z } from 'zod';
import { memberTextsOf } from '../member-texts/index.ts';
import { defineMessage, link } from './message-parts.ts';

const schema = z.object({ card: z.string(), month: z.string(), url: link });

/** The card that pays for a membership runs out soon. */
export const cardExpiring = defineMessage<z.infer<typeof schema>>({
  schema,
  content: ({ card, month, url }, { publication, language }) => {
    const texts = memberTextsOf(language).card;
    return {
      subject: texts.subject(publication.name),
      title: texts.title,
      paragraphs: [texts.text(card, month, publication.name)],
      button: { label: texts.button, url },
      small: texts.small,
    };
  },
  sample: { card: 'Visa …4242', month: 'December 2026', url: 'https://news.example/account' },
});
