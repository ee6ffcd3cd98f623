import type { SampleArticle } from '../article.ts';

export const economy: SampleArticle[] = [
  {
    slug: 'grain-price',
    title: 'Why the grain price fell, and who did not notice',
    standfirst:
      'The harvest was good and the sea was open. On the farms of the south the sums look otherwise.',
    author: 'Petro Lysenko',
    category: 'Economy',
    hoursAgo: 7,
    picture: { scene: 'wheat', alt: 'Drawing: a wheat field, with a ship on the horizon' },
    paragraphs: [
      'A tonne of milling wheat cost eleven per cent less in November than in June. In the bakery on Haharina Square a loaf costs what it did in June.',
      'Between the two stand a mill, a lorry, an oven that runs on gas, and four wages. Of the price of a loaf, the grain makes up nine per cent. When it falls by a tenth, the loaf could become cheaper by less than one.',
      'On the farms it is different. There the grain is everything, and the sum that is missing is exactly the one that was to have been the new seed drill. Of 70 farms that the chamber of agriculture asked, 41 have put off buying a machine.',
    ],
    readAlso: ['seed-bank'],
  },
  {
    slug: 'drone-factory-looms',
    title: 'The weaving mill that makes nets for everything',
    standfirst:
      'It began with volleyball. Now the looms of Korosten run through the night, and the manager dreams of football.',
    author: 'Petro Lysenko',
    category: 'Economy',
    hoursAgo: 17,
    picture: null,
    paragraphs: [
      'The mill has made nets since 1961: for fishermen, for fruit trees, and for volleyball, in which it once supplied half a continent.',
      'Its looms are now busy with other nets, which the manager does not discuss. She discusses the looms. They are sixty years old, and there is one man who can tune them. He has two apprentices, and a contract until he is eighty.',
    ],
    readAlso: [],
  },
  {
    slug: 'coffee-index',
    title: 'The coffee index: what a cup tells about a city',
    standfirst:
      'Nine cities, ninety cafés, one question. The answer has less to do with beans than with rent.',
    author: 'Olena Zinchenko',
    category: 'Economy',
    hoursAgo: 21,
    picture: {
      scene: 'cup',
      alt: 'Drawing: a cup of coffee seen from above, its steam drawn as a rising curve',
    },
    paragraphs: [
      'In the ninety cafés that we asked, a cup costs between 45 and 92 hryvnias. The beans in it cost eleven.',
      'What remains pays for the room, the person and the machine, in this order. In cities that have grown, the room has overtaken the person. In those that have shrunk, the person is alone with the machine.',
    ],
    readAlso: [],
  },
  {
    slug: 'seed-bank',
    title: 'In the seed bank, a wheat that nobody has eaten for a century',
    standfirst: 'Ninety thousand paper bags, one cold room, and a variety that does not mind drought.',
    author: 'Petro Lysenko',
    category: 'Economy',
    hoursAgo: 125,
    picture: null,
    paragraphs: [
      'The bags are of brown paper and bear, in ink, the names of villages that are no longer on the map. In each are two hundred grains.',
      'One of them, a winter wheat from the steppe, gave a harvest last summer with half of the usual rain. It tastes, say those who have baked with it, of hazelnuts.',
    ],
    readAlso: [],
  },
];
