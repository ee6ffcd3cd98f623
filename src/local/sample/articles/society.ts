import type { SampleArticle } from '../article.ts';

export const society: SampleArticle[] = [
  {
    slug: 'night-nurse',
    title: 'The night nurse who knows every bridge',
    standfirst:
      'She drives 140 kilometres between ten and six. Her patients leave the light on the gate, when there is light.',
    author: 'Olena Zinchenko',
    category: 'Society',
    hoursAgo: 6,
    picture: { scene: 'bridge', alt: 'Drawing: the headlights of a small car on a bridge at night' },
    paragraphs: [
      'Kateryna Moroz keeps three things on the passenger seat: the bag, a flask, and a list of bridges. The list is the work of four winters. It says which can be crossed at what hour, and who has to be telephoned first.',
      'She has nineteen patients on the left bank. Most need an injection at night, some need to be turned, one wants the newspaper read to him. It takes six minutes if he does not interrupt.',
      'The district pays for the petrol. The car was bought by readers of a newspaper in another country, who wrote to ask what it was called. She told them. It is called Bridge.',
    ],
    readAlso: ['village-doctor'],
  },
  {
    slug: 'chess-in-the-metro',
    title: 'Platform two, board seven: the chess club that moved below ground',
    standfirst:
      'It went to the metro for shelter and stayed for the acoustics. This week it plays for the national title.',
    author: 'Andrii Petrenko',
    category: 'Society',
    hoursAgo: 13,
    picture: {
      scene: 'chess',
      alt: 'Drawing: a chessboard whose squares turn into the tiles of a metro station',
    },
    paragraphs: [
      'Trains pass every six minutes, and a game lasts for about forty of them. “You learn to think in intervals,” says Mykola Shevchuk, who is fourteen, and on Saturday will play the first board.',
      'The club came down the escalator three years ago with twelve sets and a trainer who did not like the cold. It now has ninety members. Passers-by are allowed to watch, but not to sigh.',
    ],
    readAlso: [],
  },
  {
    slug: 'letters-to-soldiers',
    title: 'A post office for people who never wrote letters',
    standfirst: 'In Poltava a clerk teaches her customers to put it on paper. There is a queue.',
    author: 'Andrii Petrenko',
    category: 'Society',
    hoursAgo: 18,
    picture: null,
    paragraphs: [
      'It began with a grandmother who wanted to send “something like a message, but longer”. The clerk gave her a sheet and a chair. By the end of the month there were six chairs.',
      'The clerk has rules. Begin with the weather where you are. Ask one question. Do not write what you would say on the telephone. On Wednesdays she reads aloud, with permission, the best first line.',
    ],
    readAlso: [],
  },
  {
    slug: 'village-doctor',
    title: 'One doctor, seven villages, and a boat in spring',
    standfirst:
      'Where the road ends in March, the surgery does not. A week on the water with a general practitioner.',
    author: 'Olena Zinchenko',
    category: 'Society',
    hoursAgo: 115,
    picture: null,
    paragraphs: [
      'In March the meadows of the Desna become a lake, and the seven villages become islands. The doctor, who is 61, then does his rounds by boat.',
      'He takes blood pressure, post and bread. His patients wait on the jetty in the order of their appointments, which is the order in which they can see him coming.',
    ],
    readAlso: [],
  },
];
