import { z } from 'zod';
import { textsOf } from '../texts.ts';
import { defineMessage, link } from './message.ts';

const schema = z.object({ url: link });

/** The link that signs a person in, once. */
export const signIn = defineMessage<z.infer<typeof schema>>({
  schema,
  content: ({ url }, { publication, language }) => {
    const texts = textsOf(language).signIn;
    const { subject, title, text, button, small } = texts;
    return {
      subject: subject(publication.name),
      title,
      paragraphs: [text(publication.name)],
      button: { label: button, url },
      small,
    };
  },
  sample: { url: 'https://news.example/account/k1.c2FtcGxl' },
});
