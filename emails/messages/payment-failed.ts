import { z } from 'zod';
import { memberTextsOf } from '../member-texts/index.ts';
import { defineMessage, fact, link } from './message-parts.ts';

const schema = z.object({
  step: z.enum(['first', 'reminder', 'last']),
  tier: z.string(),
  amount: z.string(),
  until: z.string(),
  url: link,
});

/** A payment failed: how it is put right in one step, and until when. */
export const paymentFailed = defineMessage<z.infer<typeof schema>>({
  schema,
  content: ({ step, tier, amount, until, url }, { publication, language }) => {
    const { failed, facts } = memberTextsOf(language);
    return {
      subject: failed[step].subject(publication.name),
      title: failed[step].title,
      paragraphs: [failed.text(amount, publication.name), failed.until(until)],
      facts: [...fact(facts.tier, tier), ...fact(facts.amount, amount), ...fact(facts.until, until)],
      button: { label: failed.button, url },
      small: failed.small,
    };
  },
  sample: {
    step: 'first',
    tier: 'Breakfast',
    amount: '€8',
    until: '12 December 2026',
    url: 'https://news.example/fix-payment/k1.c2FtcGxl',
  },
});
