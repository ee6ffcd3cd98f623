import type { SampleArticle } from '../article.ts';

export const politics: SampleArticle[] = [
  {
    slug: 'archive-law',
    title: 'Parliament takes up the archive law, twelve years late',
    standfirst:
      'Historians would get the files. The services that made them would get a veto. Somewhere in between is a vote on Thursday.',
    author: 'Marek Havel',
    category: 'Politics',
    hoursAgo: 5,
    picture: { scene: 'hemicycle', alt: 'Drawing: the rows of a parliament seen from above, like a fan' },
    paragraphs: [
      'The draft has 61 pages, and the quarrel is about four lines on page 38. They say that a service may withhold a file “where its interests so require”. They do not say who decides what its interests are.',
      'The committee heard nine historians and two generals last week. The historians asked for a court. The generals asked for time. A compromise that would give the decision to a panel of three judges has the support of four of the six groups.',
      'There are about 1.7 million files, and most of them concern people who are dead. Their grandchildren, who filled the gallery on Tuesday, brought photographs and were asked to leave them at the door.',
      'If the law passes, the first reading room could open in autumn. Its architect has been waiting as well: the plans, he says, were finished eleven years ago.',
    ],
    readAlso: ['files-in-the-cellar'],
  },
  {
    slug: 'mayors-letter',
    title: 'Forty mayors write one letter, and mean forty things',
    standfirst:
      'They all want a larger share of the income tax. Beyond that the map of their wishes looks like the country itself.',
    author: 'Sofiia Bondar',
    category: 'Politics',
    hoursAgo: 11,
    picture: null,
    paragraphs: [
      'The letter has two sentences and forty signatures. It asks that a further four per cent of the income tax should stay where it is earned. It is the appendix, of 112 pages, that is worth reading.',
      'There the cities of the west ask for kindergartens, since they have grown by a fifth; the cities of the east ask for roofs. A port asks for a dredger. One small town asks only for an answer to its letter of March.',
      'The finance committee will deal with it in December. Its chair has let it be known that she has read the appendix.',
    ],
    readAlso: ['small-town-budget'],
  },
  {
    slug: 'party-of-one',
    title: 'The deputy who votes against her own bills',
    standfirst:
      'She has brought in seventeen, and opposed six of them by the time they came to the floor. It is a method, she says.',
    author: 'Marek Havel',
    category: 'Politics',
    hoursAgo: 22,
    picture: null,
    paragraphs: [
      'A bill, says the deputy Larysa Tymchuk, is a question. What comes back from the committees is seldom an answer to it.',
      'She has brought in seventeen bills in three years, on school buses, on the labelling of honey, on the pensions of stage technicians. Six came back in a form that she could not support. She voted against them and explained why, each time on one page.',
      'Her colleagues find it tiresome. Her district has re-elected her with 58 per cent.',
    ],
    readAlso: [],
  },
  {
    slug: 'files-in-the-cellar',
    title: 'The files in the cellar, and the man who dried them',
    standfirst:
      'After the flood of 1997 an archivist hung 4,000 pages on washing lines. He has been waiting for readers since.',
    author: 'Marek Havel',
    category: 'Politics',
    hoursAgo: 140,
    picture: { scene: 'archive', alt: 'Drawing: shelves full of folders, with one pulled out' },
    paragraphs: [
      'Vasyl Horodetsky was thirty when the water came, and he did what one does with wet things: he hung them up. It took eleven weeks.',
      'The pages are brown at the edges and can be read. They belong to the archive whose opening parliament has discussed since 2014. Mr Horodetsky retires in June.',
    ],
    readAlso: [],
  },
  {
    slug: 'small-town-budget',
    title: 'What a town of nine thousand does with one million',
    standfirst:
      'A bus line, two roofs, a lawyer for three months: a budget read line by line with the woman who wrote it.',
    author: 'Sofiia Bondar',
    category: 'Politics',
    hoursAgo: 110,
    picture: null,
    paragraphs: [
      'The budget of Verbivka fits on a sheet of paper, and the treasurer keeps it folded in her coat. The bus line is the largest item. It carries 200 people a day, and, says the treasurer, all of the town’s arguments.',
      'The two roofs belong to the school and to the house of culture. The lawyer was for the dispute about the third.',
    ],
    readAlso: [],
  },
];
