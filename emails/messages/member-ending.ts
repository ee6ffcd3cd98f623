import { z } from 'zod';
import { memberTextsOf } from '../member-texts/index.ts';
import { defineMessage, fact, link } from './message-parts.ts';

const schema = z.object({ tier: z.string(), until: z.string(), url: link });

/** A membership that does not renew ends soon. */
export const memberEnding = defineMessage<z.infer<typeof schema>>({
  schema,
  content: ({ tier, until, url }, { publication, language }) => {
    const { ending, facts } = memberTextsOf(language);
    return {
      subject: ending.subject(publication.name),
      title: ending.title,
      paragraphs: [ending.text(publication.name, tier, until)],
      facts: [...fact(facts.tier, tier), ...fact(facts.until, until)],
      button: { label: ending.button, url },
      small: ending.small,
    };
  },
  sample: { tier: 'Breakfast', until: '12 December 2026', url: 'https://news.example/support' },
});
