import { z } from 'zod';
import { staffTextsOf } from '../staff-texts.ts';
import { defineMessage, link } from './message.ts';

const schema = z.object({
  url: link,
  /** The newsletter's name; null: the default of all. */
  newsletter: z.string().nullable(),
  before: z.string(),
  after: z.string(),
  by: z.string(),
  at: z.string(),
});

/** Tells the owners that mail comes from somebody else now. */
export const staffSenderChanged = defineMessage<z.infer<typeof schema>>({
  schema,
  content: ({ url, newsletter, before, after, by, at }, { publication, language }) => {
    const { senderChanged: texts, changed } = staffTextsOf(language);
    return {
      subject: texts.subject(publication.name),
      title: texts.title,
      paragraphs: [texts.text(newsletter ?? publication.name), changed.advice],
      facts: [
        { label: texts.before, value: before },
        { label: texts.after, value: after },
        { label: changed.by, value: by },
        { label: changed.at, value: at },
      ],
      button: { label: texts.button, url },
      small: texts.small,
    };
  },
  sample: {
    url: 'https://news.example/desk/sender',
    newsletter: 'The Daily',
    before: 'The Courier <daily@courier.example>',
    after: 'The Courier <news@courier.example>, answers to desk@courier.example',
    by: 'Olena',
    at: '28 November 2026, 09:40',
  },
});
