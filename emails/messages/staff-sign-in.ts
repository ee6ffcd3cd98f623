import { z } from 'zod';
import { staffTextsOf } from '../staff-texts.ts';
import { defineMessage, link } from './message.ts';

const schema = z.object({ url: link, code: z.string().regex(/^\d{6}$/) });

/** The link that signs one of the staff in at the desk, once, and a code that does the same. */
export const staffSignIn = defineMessage<z.infer<typeof schema>>({
  schema,
  content: ({ url, code }, { publication, language }) => {
    const { signIn } = staffTextsOf(language);
    return {
      subject: signIn.subject(publication.name),
      title: signIn.title,
      paragraphs: [signIn.text(publication.name)],
      button: { label: signIn.button, url },
      code: { label: signIn.code, value: code },
      small: signIn.small,
    };
  },
  sample: { url: 'https://news.example/desk/sign-in/k1.c2FtcGxl', code: '730914' },
});
