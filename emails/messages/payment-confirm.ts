import { z } from 'zod';
import { memberTextsOf } from '../member-texts/index.ts';
import { defineMessage, fact, link } from './message-parts.ts';

const schema = z.object({ tier: z.string(), amount: z.string(), until: z.string(), url: link });

/** The bank wants the patron to confirm a payment. */
export const paymentConfirm = defineMessage<z.infer<typeof schema>>({
  schema,
  content: ({ tier, amount, until, url }, { publication, language }) => {
    const { confirm, failed, facts } = memberTextsOf(language);
    return {
      subject: confirm.subject(publication.name),
      title: confirm.title,
      paragraphs: [confirm.text(amount, publication.name), failed.until(until)],
      facts: [...fact(facts.tier, tier), ...fact(facts.amount, amount), ...fact(facts.until, until)],
      button: { label: confirm.button, url },
      small: confirm.small,
    };
  },
  sample: {
    tier: 'Breakfast',
    amount: '€8',
    until: '12 December 2026',
    url: 'https://news.example/fix-payment/k1.c2FtcGxl',
  },
});
