import { z } from 'zod';
import { memberTextsOf } from '../member-texts/index.ts';
import { defineMessage, fact, link } from './message-parts.ts';

const schema = z.object({ tier: z.string(), amount: z.string(), url: link });

/** What had failed is paid. */
export const paymentRecovered = defineMessage<z.infer<typeof schema>>({
  schema,
  content: ({ tier, amount, url }, { publication, language }) => {
    const { recovered, facts } = memberTextsOf(language);
    return {
      subject: recovered.subject(publication.name),
      title: recovered.title,
      paragraphs: [recovered.text(amount, publication.name)],
      facts: [...fact(facts.tier, tier), ...fact(facts.amount, amount)],
      button: { label: recovered.button, url },
      small: recovered.small,
    };
  },
  sample: { tier: 'Breakfast', amount: '€8', url: 'https://news.example/account' },
});
