import type { SampleArticle } from '../article.ts';

export const energy: SampleArticle[] = [
  {
    slug: 'stairwell-batteries',
    title: 'In the dark months, a city learns to share its light',
    standfirst:
      'Neighbours in Zarichne wired eleven stairwells to one bank of batteries. The idea is spreading faster than the ministry can count.',
    author: 'Daryna Melnyk',
    category: 'Energy',
    hoursAgo: 3,
    picture: {
      scene: 'windows',
      alt: 'Drawing: a block of flats at night, a few of its windows lit in yellow',
    },
    paragraphs: [
      'The meter in the cellar of 14 Sadova Street is the size of a loaf of bread, and since October it has been the most visited object in the building. It shows, in red figures, how many hours are left.',
      'Eleven stairwells share the batteries behind it. When the current goes, each gets four hours of light on the stairs, one lift that stops at every third floor, and a socket by the door where the router stands. “Nobody gets everything,” says Halyna Dubenko, who keeps the list. “Everybody gets the stairs.”',
      'The residents paid for the first bank themselves, about two weeks of a pension for each flat, and the co-operative added a second in November. A technical college drew the plans; its students, who were to have practised on a model, practised on the house.',
      'The ministry of energy knows of 340 such houses and assumes that there are three times as many. It has promised rules by spring. The college has meanwhile put its drawings on the internet, where they have been downloaded 19,000 times.',
      'What the batteries cannot do is heat. For that, says Ms Dubenko, the building has the other thing it learned this winter: who lives on which floor, and who must be asked twice.',
    ],
    readAlso: ['first-blackout-winter', 'school-generators'],
  },
  {
    slug: 'heat-from-the-river',
    title: 'A heat pump the size of a ferry takes its warmth from the Dnipro',
    standfirst:
      'The pilot plant feeds 42 houses. Engineers from three countries are waiting for the first real frost.',
    author: 'Oleh Kravets',
    category: 'Energy',
    hoursAgo: 19,
    picture: {
      scene: 'river',
      alt: 'Drawing: a wide river under a low sun, with a bridge and a chimney on the far bank',
    },
    paragraphs: [
      'At four degrees the river is cold enough to end a swim in minutes, and warm enough to heat a kindergarten. The plant on the left bank takes one degree out of the water and gives it, many times compressed, to 42 houses.',
      'Its designers had asked for five years and were given fourteen months. The pumps came from a Danish harbour that had ordered them and then changed its mind; the control room is a shipping container.',
      'By the arithmetic of the district heating company each unit of electricity brings three of heat. Whether it still does so at minus fifteen is what everyone wants to know. “We are the only people in the city,” says the shift leader, “who are hoping for a bad January.”',
    ],
    readAlso: ['first-blackout-winter'],
  },
  {
    slug: 'first-blackout-winter',
    title: 'The winter before: what the first blackout taught a city',
    standfirst:
      'Candles, power banks and a telephone tree: an inventory of what helped, and of what only looked as if it did.',
    author: 'Daryna Melnyk',
    category: 'Energy',
    hoursAgo: 120,
    picture: { scene: 'pylons', alt: 'Drawing: power lines crossing a wide field at dusk' },
    paragraphs: [
      'When the light went out in the first winter, the city bought candles. By the second it had learned to buy batteries, and by the third to share them.',
      'A survey of 1,200 households, made by the university in the spring, shows what people would keep. First comes a list of neighbours with telephone numbers on paper. Generators come ninth.',
      'The most useless object, in the judgement of those who had bought one, is the electric candle.',
    ],
    readAlso: [],
  },
  {
    slug: 'school-generators',
    title: 'Who pays for the school’s generator? A village finds an answer in its forest',
    standfirst:
      'Twelve hectares of pine, one council vote, and a teacher who knows the price of diesel by heart.',
    author: 'Iryna Koval',
    category: 'Energy',
    hoursAgo: 96,
    picture: null,
    paragraphs: [
      'The village of Lypove has 900 inhabitants, one school and a forest that it never knew what to do with. In September the council sold the thinnings of twelve hectares and bought a generator.',
      'It runs for three hours a day, which is enough for the classes in the afternoon. The teacher of mathematics publishes the consumption each Friday. Attendance, she notes in the same table, has risen by nine per cent.',
    ],
    readAlso: [],
  },
];
