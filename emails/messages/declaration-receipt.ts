import { z } from 'zod';
import { memberTextsOf } from '../member-texts/index.ts';
import { defineMessage, fact, link } from './message-parts.ts';

const schema = z.object({
  kind: z.enum(['cancel', 'withdraw']),
  name: z.string(),
  address: z.string(),
  contract: z.string(),
  /** With the time of day and its zone. */
  receivedAt: z.string(),
  /** Whoever declared it is not known yet: the button proves the address. */
  toMatch: z.boolean(),
  url: link,
});

/** The receipt of "I cancel" or "I withdraw": what was declared, and when it was received. */
export const declarationReceipt = defineMessage<z.infer<typeof schema>>({
  schema,
  content: ({ kind, name, address, contract, receivedAt, toMatch, url }, { publication, language }) => {
    const { cancelled, withdrawn, matching, facts } = memberTextsOf(language);
    const texts = kind === 'cancel' ? cancelled : withdrawn;
    return {
      subject: texts.subject(publication.name),
      title: texts.title,
      paragraphs: [texts.text(publication.name), ...(toMatch ? [matching.text] : [])],
      facts: [
        ...fact(facts.name, name),
        ...fact(facts.address, address),
        ...fact(facts.contract, contract),
        ...fact(facts.received, receivedAt),
      ],
      button: { label: toMatch ? matching.button : texts.button, url },
      small: texts.small,
    };
  },
  sample: {
    kind: 'withdraw',
    name: 'Olena Test',
    address: 'olena@readers.example',
    contract: 'Breakfast, monthly',
    receivedAt: '28 November 2026, 10:12:05 CET',
    toMatch: true,
    url: 'https://news.example/withdraw/k1.c2FtcGxl',
  },
});
