import { z } from 'zod';
import { memberTextsOf } from '../member-texts/index.ts';
import { defineMessage, fact, link, termsOf } from './message-parts.ts';

const schema = z.object({
  tier: z.string(),
  amount: z.string(),
  interval: z.enum(['month', 'year']).nullable(),
  url: link,
});

/** Asks whoever reads an address that was typed at a checkout whether the membership is theirs. */
export const claimMembership = defineMessage<z.infer<typeof schema>>({
  schema,
  content: ({ tier, amount, interval, url }, { publication, language }) => {
    const texts = memberTextsOf(language);
    const { claim, facts } = texts;
    return {
      subject: claim.subject(publication.name),
      title: claim.title,
      paragraphs: [claim.text(publication.name)],
      facts: [...fact(facts.tier, tier), ...fact(facts.amount, termsOf(texts, amount, interval))],
      button: { label: claim.button, url },
      small: claim.small,
    };
  },
  sample: {
    tier: 'Breakfast',
    amount: '€8',
    interval: 'month',
    url: 'https://news.example/claim/k1.c2FtcGxl',
  },
});
