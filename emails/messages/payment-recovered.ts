import { z } from 'zod';
import { memberTextsOf } from '../member-texts/index.ts';
import { defineMessage, fact, link, linksOf } from './message-parts.ts';

const schema = z.object({
  tier: z.string(),
  amount: z.string(),
  url: link,
  cancelUrl: link,
  withdrawUrl: link,
});

/** What had failed is paid. */
export const paymentRecovered = defineMessage<z.infer<typeof schema>>({
  schema,
  content: ({ tier, amount, url, ...links }, { publication, language }) => {
    const texts = memberTextsOf(language);
    const { recovered, facts } = texts;
    return {
      subject: recovered.subject(publication.name),
      title: recovered.title,
      paragraphs: [recovered.text(amount, publication.name)],
      facts: [...fact(facts.tier, tier), ...fact(facts.amount, amount)],
      button: { label: recovered.button, url },
      small: recovered.small,
      links: linksOf(texts, links),
    };
  },
  sample: {
    tier: 'Breakfast',
    amount: '€8',
    url: 'https://news.example/account',
    cancelUrl: 'https://news.example/cancel',
    withdrawUrl: 'https://news.example/withdraw',
  },
});
