import { z } from 'zod';
import { memberTextsOf } from '../member-texts/index.ts';
import { defineMessage, fact, link, linksOf, termsOf } from './message-parts.ts';

const schema = z.object({
  /** Empty where the membership has none. */
  tier: z.string(),
  benefits: z.array(z.string()),
  welcome: z.string(),
  /** Empty where nothing is paid. */
  amount: z.string(),
  interval: z.enum(['month', 'year']).nullable(),
  /** What was paid first, where a code lowered it; else empty. */
  paid: z.string(),
  /** When it renews or, for one that does not, when it ends; empty where that is open. */
  date: z.string(),
  renews: z.boolean(),
  url: link,
  cancelUrl: link.nullable(),
  withdrawUrl: link.nullable(),
});

/** Thanks a new patron: what is theirs, what they agreed to, and the ways out. */
export const memberThanks = defineMessage<z.infer<typeof schema>>({
  schema,
  content: (props, { publication, language }) => {
    const texts = memberTextsOf(language);
    const { thanks, facts } = texts;
    const { tier, benefits, welcome, amount, date, renews } = props;
    const terms = termsOf(texts, amount, props.interval);
    const lasts = renews ? thanks.renews(terms, date) : thanks.ends(date);
    return {
      subject: thanks.subject(publication.name),
      title: thanks.title,
      paragraphs: [thanks.text(publication.name, tier), ...(date === '' ? [] : [lasts])],
      quote: welcome,
      ...(benefits.length === 0
        ? {}
        : {
            list: { label: thanks.benefits, items: benefits.map((name) => ({ name, description: '' })) },
          }),
      facts: [
        ...fact(facts.tier, tier),
        ...fact(facts.amount, props.paid === '' ? terms : props.paid),
        ...fact(renews ? facts.renews : facts.until, date),
      ],
      button: { label: thanks.button, url: props.url },
      small: thanks.small,
      links: linksOf(texts, props),
    };
  },
  sample: {
    tier: 'Breakfast',
    benefits: ['A vote on what we report next', 'The monthly letter from the newsroom'],
    welcome: 'We are four people and a dog. Write to us whenever you like: we answer.',
    amount: '€8',
    interval: 'month',
    paid: '',
    date: '28 December 2026',
    renews: true,
    url: 'https://news.example/account',
    cancelUrl: 'https://news.example/cancel',
    withdrawUrl: 'https://news.example/withdraw',
  },
});
