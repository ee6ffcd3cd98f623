import { z } from 'zod';
import { memberTextsOf } from '../member-texts/index.ts';
import { defineMessage, fact, link, linksOf, termsOf } from './message-parts.ts';

const schema = z.object({
  interval: z.enum(['month', 'year']),
  tier: z.string(),
  /** The price. */
  amount: z.string(),
  /** What will really be collected next. */
  due: z.string(),
  date: z.string(),
  url: link,
  cancelUrl: link,
});

/** Announces a yearly renewal; tells who pays by the month, once a year, that they do. */
export const renewalNotice = defineMessage<z.infer<typeof schema>>({
  schema,
  content: (props, { publication, language }) => {
    const texts = memberTextsOf(language);
    const { renewal, facts } = texts;
    const { interval, tier, amount, due, date } = props;
    const terms = termsOf(texts, amount, interval);
    const isYearly = interval === 'year';
    return {
      subject: (isYearly ? renewal : renewal.yearOn).subject(publication.name),
      title: (isYearly ? renewal : renewal.yearOn).title,
      paragraphs: isYearly
        ? [renewal.text(publication.name, due, date), renewal.keep]
        : [renewal.yearOn.text(publication.name, terms), renewal.keep],
      facts: [
        ...fact(facts.tier, tier),
        ...fact(facts.amount, terms),
        ...fact(facts.renews, due === amount ? date : `${date} · ${due}`),
      ],
      button: { label: renewal.button, url: props.url },
      small: renewal.small,
      links: linksOf(texts, props),
    };
  },
  sample: {
    interval: 'year',
    tier: 'Breakfast',
    amount: '€80',
    due: '€80',
    date: '28 December 2026',
    url: 'https://news.example/account',
    cancelUrl: 'https://news.example/cancel',
  },
});
