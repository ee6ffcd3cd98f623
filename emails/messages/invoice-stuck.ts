import { z } from 'zod';
import { textsOf } from '../texts.ts';
import { defineMessage, link } from './message.ts';

const schema = z.object({ invoice: z.string(), url: link });

/** To the newsroom: Stripe could not finish an invoice, and collects nothing of it. */
export const invoiceStuck = defineMessage<z.infer<typeof schema>>({
  schema,
  content: ({ invoice, url }, { publication, language }) => {
    const { subject, title, text, button, small } = textsOf(language).invoiceStuck;
    return {
      subject: subject(publication.name),
      title,
      paragraphs: [text(publication.name)],
      facts: [{ label: 'Stripe', value: invoice }],
      button: { label: button, url },
      small,
    };
  },
  sample: { invoice: 'in_1ABC', url: 'https://dashboard.stripe.com/invoices/in_1ABC' },
});
