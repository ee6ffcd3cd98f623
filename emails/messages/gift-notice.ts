import { z } from 'zod';
import { memberTextsOf } from '../member-texts/index.ts';
import { defineMessage, link } from './message-parts.ts';

const schema = z.object({
  recipient: z.string(),
  /** Empty where the giver gave no name. */
  giver: z.string(),
  message: z.string(),
  tier: z.string(),
  months: z.number().int().positive(),
  url: link,
});

/** Tells somebody, once, that a membership was bought for them. */
export const giftNotice = defineMessage<z.infer<typeof schema>>({
  schema,
  content: ({ recipient, giver, message, tier, months, url }, { publication, language }) => {
    const texts = memberTextsOf(language);
    const { gift } = texts;
    const from = giver === '' ? gift.somebody : giver;
    return {
      subject: gift.subject(publication.name),
      title: gift.title,
      paragraphs: [gift.hello(recipient), gift.text(publication.name, from, tier, texts.forMonths(months))],
      quote: message,
      button: { label: gift.button, url },
      small: `${gift.small} ${gift.once}`,
    };
  },
  sample: {
    recipient: 'Олена',
    giver: 'Marta',
    message: 'For the long winter evenings.\nRead it with tea!',
    tier: 'Breakfast',
    months: 12,
    url: 'https://news.example/gift/k1.c2FtcGxl',
  },
});
