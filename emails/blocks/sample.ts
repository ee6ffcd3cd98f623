import type { BlockArticle } from '../types.ts';

const stories = [
  {
    title: 'In the dark months, a city learns to share its light',
    standfirst:
      'Neighbours in Zarichne wired eleven stairwells to one bank of batteries. The idea is now spreading faster than the ministry can count.',
    author: 'Daryna Melnyk',
    category: 'Energy',
  },
  {
    title: 'Parliament takes up the archive law, twelve years late',
    standfirst:
      'Historians would get the files. The services that made them would get a veto. Somewhere in between is a vote on Thursday.',
    author: 'Marek Havel',
    category: 'Politics',
  },
  {
    title: 'On the border, the waiting room that became a school',
    standfirst:
      'Trains stop for four hours at Lisova. Two teachers decided that this was long enough for a lesson.',
    author: 'Ilse Brandt',
    category: 'Europe',
  },
  {
    title: 'Why the grain price fell, and who did not notice',
    standfirst:
      'The harvest was good and the sea was open. On the farms of the south the sums look otherwise.',
    author: 'Petro Lysenko',
    category: 'Economy',
  },
];

/** A story for a block's sample. */
export function sampleArticle(id: number, { readAlso = false, picture = false }): BlockArticle {
  const story = stories[(id - 1) % stories.length] ?? { title: '', standfirst: '', author: '', category: '' };
  const credit = { alt: 'Drawing: lit windows in a dark block of flats', credit: 'Courier Studio' };
  return {
    ...story,
    id,
    url: `https://courier.example/story-${id}`,
    updated: false,
    image: picture ? { src: `/sample/picture-${id}.png`, width: 1200, height: 675, ...credit } : null,
    readAlso: readAlso
      ? [
          {
            title: 'The winter before: what the first blackout taught us',
            url: `https://courier.example/older-${id}`,
          },
        ]
      : [],
  };
}
