import { z } from 'zod';
import { textsOf } from '../texts.ts';
import { defineMessage, link } from './message.ts';

const schema = z.object({
  name: z.string(),
  url: link,
  newsletters: z.array(z.object({ name: z.string(), description: z.string() })).min(1),
});

/** Greets a new subscriber, and gives the link to their preferences. */
export const welcome = defineMessage<z.infer<typeof schema>>({
  schema,
  content: ({ name, url, newsletters }, { publication, language }) => {
    const texts = textsOf(language).welcome;
    return {
      subject: texts.subject(publication.name),
      title: texts.title,
      paragraphs: [texts.hello(name), texts.text(publication.name)],
      list: { label: texts.chosen, items: newsletters },
      button: { label: texts.button, url },
      small: texts.small,
    };
  },
  sample: {
    name: 'Олена',
    url: 'https://news.example/preferences/k1.c2FtcGxl',
    newsletters: [
      {
        name: 'The Morning Courier',
        description: 'The day in Ukraine and Europe, every morning at half past six.',
      },
    ],
  },
});
