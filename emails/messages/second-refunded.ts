import { z } from 'zod';
import { memberTextsOf } from '../member-texts/index.ts';
import { defineMessage, fact, link } from './message-parts.ts';

const schema = z.object({ tier: z.string(), amount: z.string(), url: link });

/** Somebody bought a second membership by accident: it is taken back. */
export const secondRefunded = defineMessage<z.infer<typeof schema>>({
  schema,
  content: ({ tier, amount, url }, { publication, language }) => {
    const { second, facts } = memberTextsOf(language);
    return {
      subject: second.subject(publication.name),
      title: second.title,
      paragraphs: [second.text(publication.name)],
      facts: [...fact(facts.tier, tier), ...fact(facts.refund, amount)],
      button: { label: second.button, url },
      small: second.small,
    };
  },
  sample: { tier: 'Breakfast', amount: '€8', url: 'https://news.example/account' },
});
