import { z } from 'zod';
import { textsOf } from '../texts.ts';
import { defineMessage, link } from './message.ts';

const schema = z.object({ url: link });

/** Tells someone who signs up again that there is nothing to do; the page tells nobody. */
export const alreadySubscribed = defineMessage<z.infer<typeof schema>>({
  schema,
  content: ({ url }, { publication, language }) => {
    const texts = textsOf(language).already;
    const { subject, title, text, button, small } = texts;
    return {
      subject: subject(publication.name),
      title,
      paragraphs: [text(publication.name)],
      button: { label: button, url },
      small,
    };
  },
  sample: { url: 'https://news.example/preferences/k1.c2FtcGxl' },
});
