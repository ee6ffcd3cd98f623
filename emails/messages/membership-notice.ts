import { z } from 'zod';
import { defineMessage, link } from './message-parts.ts';

const schema = z.object({
  subject: z.string(),
  title: z.string(),
  paragraphs: z.array(z.string()).min(1),
  facts: z.array(z.object({ label: z.string(), value: z.string() })),
  button: z.string(),
  /** Null: there is nothing to open. */
  url: link.nullable(),
  small: z.string(),
  links: z.array(z.object({ label: z.string(), url: link })),
});

/** What somebody did with their membership, in the words of the page where they did it. */
export const membershipNotice = defineMessage<z.infer<typeof schema>>({
  schema,
  content: ({ button, url, ...props }) => ({
    ...props,
    button: url === null ? null : { label: button, url },
  }),
  sample: {
    subject: 'Your membership of The Courier is paused',
    title: 'Your membership is paused',
    paragraphs: ['It goes on by itself on 1 March 2027. Until then nothing is charged.'],
    facts: [{ label: 'Membership', value: 'Breakfast, €8 a month' }],
    button: 'Open your account',
    url: 'https://news.example/account',
    small: 'You can resume it at any time before.',
    links: [{ label: 'Cancel a contract', url: 'https://news.example/cancel' }],
  },
});
