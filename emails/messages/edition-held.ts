import { z } from 'zod';
import { staffTextsOf } from '../staff-texts.ts';
import { defineMessage, link } from './message.ts';

const schema = z.object({
  url: link,
  newsletter: z.string(),
  number: z.number(),
  title: z.string(),
  /** Why a rule that sends did not; null where the rule is to hold. */
  problem: z.string().nullable(),
});

/** Tells who may approve it that an edition waits for them: its deadline has passed. */
export const editionHeld = defineMessage<z.infer<typeof schema>>({
  schema,
  content: ({ url, newsletter, number, title, problem }, { publication, language }) => {
    const { editionHeld: texts } = staffTextsOf(language);
    return {
      subject: texts.subject(publication.name, newsletter),
      title: texts.title,
      paragraphs: [texts.text(newsletter, number), title],
      facts: problem === null ? [] : [{ label: texts.why, value: problem }],
      button: { label: texts.button, url },
      small: texts.small,
    };
  },
  sample: {
    url: 'https://news.example/desk/editions/12',
    newsletter: 'The Morning Courier',
    number: 12,
    title: 'The port reopens',
    problem: null,
  },
});
