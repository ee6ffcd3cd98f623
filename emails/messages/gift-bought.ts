import { z } from 'zod';
import { memberTextsOf } from '../member-texts/index.ts';
import { defineMessage, fact, link } from './message-parts.ts';

const schema = z.object({
  recipient: z.string(),
  deliverOn: z.string(),
  tier: z.string(),
  months: z.number().int().positive(),
  amount: z.string(),
  /** Null for who has no account. */
  url: link.nullable(),
  withdrawUrl: link,
});

/** The receipt of whoever gave a membership. */
export const giftBought = defineMessage<z.infer<typeof schema>>({
  schema,
  content: ({ recipient, deliverOn, tier, months, amount, url, withdrawUrl }, { publication, language }) => {
    const { giftBought: texts, facts, forMonths, links } = memberTextsOf(language);
    return {
      subject: texts.subject(publication.name),
      title: texts.title,
      paragraphs: [texts.text(recipient, deliverOn)],
      facts: [...fact(facts.tier, `${tier}, ${forMonths(months)}`), ...fact(facts.amount, amount)],
      button: url === null ? null : { label: texts.button, url },
      small: texts.small,
      links: [{ label: links.withdraw, url: withdrawUrl }],
    };
  },
  sample: {
    recipient: 'olena@readers.example',
    deliverOn: '24 December 2026',
    tier: 'Breakfast',
    months: 12,
    amount: '€80',
    url: 'https://news.example/account',
    withdrawUrl: 'https://news.example/withdraw',
  },
});
