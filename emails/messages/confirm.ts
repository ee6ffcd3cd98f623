import { z } from 'zod';
import { textsOf } from '../texts.ts';
import { defineMessage, link } from './message.ts';

const schema = z.object({ url: link, newsletters: z.array(z.string()).min(1) });

/** Asks whether it was really the address's owner who subscribed. Nothing in it promotes anything. */
export const confirm = defineMessage<z.infer<typeof schema>>({
  schema,
  content: ({ url, newsletters }, { publication, language }) => {
    const texts = textsOf(language).confirm;
    return {
      subject: texts.subject(publication.name),
      title: texts.title,
      paragraphs: [texts.text(publication.name)],
      list: { label: texts.chosen, items: newsletters.map((name) => ({ name, description: '' })) },
      button: { label: texts.button, url },
      small: texts.small,
    };
  },
  sample: {
    url: 'https://news.example/confirm/k1.c2FtcGxl',
    newsletters: ['The Morning Courier', 'The Week in Review'],
  },
});
