import { z } from 'zod';
import { textsOf } from '../texts.ts';
import { defineMessage, link } from './message.ts';

const schema = z.object({ reason: z.string(), url: link });

/** To the newsroom: Stripe refuses its key, and no payment is seen any more. */
export const stripeRefused = defineMessage<z.infer<typeof schema>>({
  schema,
  content: ({ reason, url }, { publication, language }) => {
    const { subject, title, text, button, small } = textsOf(language).stripeRefused;
    return {
      subject: subject(publication.name),
      title,
      paragraphs: [text(publication.name), reason],
      button: { label: button, url },
      small,
    };
  },
  sample: {
    reason: 'Stripe refuses the key: Expired API Key provided',
    url: 'https://dashboard.stripe.com/apikeys',
  },
});
