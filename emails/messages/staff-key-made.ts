import { z } from 'zod';
import { staffTextsOf } from '../staff-texts.ts';
import { defineMessage, link } from './message.ts';

const schema = z.object({ url: link, name: z.string(), scopes: z.string(), by: z.string(), at: z.string() });

/** Tells the owners that a key opens something for a program now. */
export const staffKeyMade = defineMessage<z.infer<typeof schema>>({
  schema,
  content: ({ url, name, scopes, by, at }, { publication, language }) => {
    const { keyMade: texts, changed } = staffTextsOf(language);
    return {
      subject: texts.subject(publication.name),
      title: texts.title,
      paragraphs: [texts.text(publication.name), changed.advice],
      facts: [
        { label: texts.name, value: name },
        { label: texts.scopes, value: scopes },
        { label: changed.by, value: by },
        { label: changed.at, value: at },
      ],
      button: { label: texts.button, url },
      small: texts.small,
    };
  },
  sample: {
    url: 'https://news.example/desk/keys',
    name: 'Website',
    scopes: 'subscribers.write',
    by: 'Olena',
    at: '28 November 2026, 09:40',
  },
});
