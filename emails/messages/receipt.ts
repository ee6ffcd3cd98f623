import { z } from 'zod';
import { memberTextsOf } from '../member-texts/index.ts';
import { defineMessage, fact, link, linksOf } from './message-parts.ts';

const schema = z.object({
  kind: z.enum(['membership', 'contribution']),
  tier: z.string(),
  amount: z.string(),
  paidOn: z.string(),
  /** When the next payment is due; empty where none is. */
  renews: z.string(),
  /** Null for who has no account. */
  url: link.nullable(),
  cancelUrl: link.nullable(),
  withdrawUrl: link.nullable(),
});

/** A payment has arrived; for one that was made once, with thanks. */
export const receipt = defineMessage<z.infer<typeof schema>>({
  schema,
  content: (props, { publication, language }) => {
    const all = memberTextsOf(language);
    const texts = props.kind === 'membership' ? all.receipt : all.contribution;
    return {
      subject: texts.subject(publication.name),
      title: texts.title,
      paragraphs: [texts.text(publication.name)],
      facts: [
        ...fact(all.facts.tier, props.tier),
        ...fact(all.facts.amount, props.amount),
        ...fact(all.facts.paidOn, props.paidOn),
        ...fact(all.facts.renews, props.renews),
      ],
      button: props.url === null ? null : { label: texts.button, url: props.url },
      small: texts.small,
      links: linksOf(all, props),
    };
  },
  sample: {
    kind: 'membership',
    tier: 'Breakfast',
    amount: '€8',
    paidOn: '28 November 2026',
    renews: '28 December 2026',
    url: 'https://news.example/account',
    cancelUrl: 'https://news.example/cancel',
    withdrawUrl: null,
  },
});
