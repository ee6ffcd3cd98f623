import { z } from 'zod';
import { textsOf } from '../texts.ts';
import { defineMessage, link } from './message.ts';

const schema = z.object({ url: link, code: z.string().regex(/^\d{6}$/) });

/** The link that signs a person in, once, and a code that does the same. */
export const signIn = defineMessage<z.infer<typeof schema>>({
  schema,
  content: ({ url, code }, { publication, language }) => {
    const texts = textsOf(language).signIn;
    const { subject, title, text, button, code: label, small } = texts;
    return {
      subject: subject(publication.name),
      title,
      paragraphs: [text(publication.name)],
      button: { label: button, url },
      code: { label, value: code },
      small,
    };
  },
  sample: { url: 'https://news.example/account/k1.c2FtcGxl', code: '402917' },
});
