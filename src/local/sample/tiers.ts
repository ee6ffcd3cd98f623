import type { PriceOffer, TierAddition } from '../../memberships/tiers.ts';

/** A month in whole euros or dollars, a year at ten months, and amounts of one's own from the least. */
function prices(month: number, least: number): PriceOffer[] {
  return ['eur', 'usd'].flatMap((currency): PriceOffer[] => [
    { currency, interval: 'month', amount: month * 100, minimum: least * 100 },
    { currency, interval: 'year', amount: month * 1_000, minimum: least * 1_000 },
  ]);
}

/** What one can support the sample newsroom at. */
export const sampleTiers: TierAddition[] = [
  {
    slug: 'coffee',
    name: 'A coffee a month',
    standfirst: 'Keeps one reporter on the road to one story, and that story open to whoever needs it.',
    benefits: [
      'You become a co-creator: vote for the topics that we should cover next',
      'No appeals for support in your mail, only thanks',
      'Notes for patrons: how a story came about, and what it did',
    ],
    welcome:
      'Your coffee goes a long way here: it pays for the train to the next town, and for the call that nobody else makes.\n\nWith the next ballot you choose what we look into.',
    prices: prices(3, 2),
  },
  {
    slug: 'breakfast',
    name: 'Breakfast',
    standfirst: 'Pays for a morning of checking: documents read to the end, and every figure called after.',
    benefits: [
      'Everything that a coffee brings',
      'A letter from the newsroom once a month: what we got wrong, and what we are working on',
      'Your suggestions for topics are read by an editor, each of them',
    ],
    welcome:
      'Thank you for breakfast. Mornings are when we read what others hope that nobody reads to the end.\n\nThe next letter from the newsroom comes to you at the start of the month.',
    prices: prices(8, 5),
  },
  {
    slug: 'editors-table',
    name: 'Editor’s table',
    standfirst:
      'Carries an investigation for as long as it takes, for those who cannot pay for it themselves.',
    benefits: [
      'Everything that breakfast brings',
      'A seat at the editors’ table: a call with the desk every quarter',
      'Your name among those who made the year’s investigations possible, if you like',
    ],
    welcome:
      'Take a seat. What you give carries a whole investigation a little further each month, and everybody will be able to read it.\n\nWe write to you before the next call with the desk.',
    prices: prices(25, 15),
  },
];
