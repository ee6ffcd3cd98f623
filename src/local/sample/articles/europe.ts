import type { SampleArticle } from '../article.ts';

export const europe: SampleArticle[] = [
  {
    slug: 'waiting-room-school',
    title: 'On the border, the waiting room that became a school',
    standfirst:
      'Trains stop for four hours at Lisova. Two teachers decided that this was long enough for a lesson.',
    author: 'Ilse Brandt',
    category: 'Europe',
    hoursAgo: 4,
    picture: { scene: 'station', alt: 'Drawing: a train waits at a small station under a large clock' },
    paragraphs: [
      'The wheels have to be changed, because the rails on the other side are 85 millimetres closer together. It takes four hours, and until last year the children on the train spent them looking out of the window.',
      'Then Agnieszka Wolna and Tetiana Hryb asked the stationmaster for the key to the second waiting room. There are now benches, a map of the whole line, and a lesson that fits between two signals: forty minutes of whichever language comes next.',
      'Both railways have looked for a rule that forbids it, and found none. Since September 2,300 children have had a lesson at Lisova. The most popular word, says Ms Wolna, is the same on both sides. It is “bag”.',
    ],
    readAlso: ['narrow-rails'],
  },
  {
    slug: 'grain-corridor-trucks',
    title: 'The queue at the crossing is eleven kilometres long, and has its own mayor',
    standfirst:
      'Drivers elect him for three days at a time. He settles who is next, who is ill, and who has jumped the line.',
    author: 'Ilse Brandt',
    category: 'Europe',
    hoursAgo: 9,
    picture: { scene: 'road', alt: 'Drawing: a long line of lorries on a road that winds towards hills' },
    paragraphs: [
      'The mayor this week is Petro, who carries sunflower meal and a notebook. He was elected on Sunday by a show of hands at kilometre seven, where the road is wide enough for an assembly.',
      'His powers are those of the notebook. It says who arrived when, who has left for a doctor, and for whom a place is to be kept. The customs officers on both sides have come to rely upon it, though neither could say so.',
      'The crossing handles 600 lorries a day. A second one, promised for this year, is now promised for the next.',
    ],
    readAlso: ['narrow-rails'],
  },
  {
    slug: 'translators-of-brussels',
    title: 'Eighty thousand pages: the translators who come before the negotiators',
    standfirst:
      'Before a country can discuss the law of the Union, it has to be able to read it. In an office in Lviv that is a matter of commas.',
    author: 'Nadia Sereda',
    category: 'Europe',
    hoursAgo: 15,
    picture: null,
    paragraphs: [
      'There are eighty thousand pages, and the commas are in the wrong places. That is to say, they are where other languages put them.',
      'Twenty-six translators work on the fourth floor of a former sock factory. They have a glossary of 31,000 terms, a lawyer for each corridor, and one rule: a word that has been decided upon stays decided.',
      'The word that took longest was “shall”. It was decided upon in May.',
    ],
    readAlso: [],
  },
  {
    slug: 'baltic-cable',
    title: 'A cable, two ships and a patient coastguard',
    standfirst: 'How the islands of the northern Baltic watch over a wire as thick as a wrist.',
    author: 'Aksel Lund',
    category: 'Europe',
    hoursAgo: 20,
    picture: { scene: 'sea', alt: 'Drawing: a small ship on a dark sea, a lighthouse behind it' },
    paragraphs: [
      'The coastguard of the outer islands has two ships and one wire to watch over. The wire carries the conversations of four million people; one of the ships is in dock.',
      'So the islanders help. Fishermen report anchors, and a retired teacher keeps the list. In the past year she has written down 214 vessels that slowed for no reason. Three of them, she was told later, had one.',
    ],
    readAlso: [],
  },
  {
    slug: 'narrow-rails',
    title: 'Eighty-five millimetres: the narrow difference that shapes a border',
    standfirst: 'Why the rails do not meet, what it costs, and who has begun to lay a third one beside them.',
    author: 'Ilse Brandt',
    category: 'Europe',
    hoursAgo: 130,
    picture: { scene: 'station', alt: 'Drawing: railway tracks that run towards each other without meeting' },
    paragraphs: [
      'Railways in the east of the continent are 85 millimetres wider. There are nine places where the two kinds meet, and at each of them something has to be lifted, pushed or changed.',
      'A third rail would let trains of both kinds run on one bed. Sixty kilometres of it exist. They end in a field.',
    ],
    readAlso: [],
  },
];
