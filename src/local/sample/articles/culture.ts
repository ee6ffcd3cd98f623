import type { SampleArticle } from '../article.ts';

export const culture: SampleArticle[] = [
  {
    slug: 'theatre-cellar',
    title: 'The theatre that rehearses in the cellar and sells out the roof',
    standfirst: 'Two casts, one play, and a curtain that goes up whenever the all-clear sounds.',
    author: 'Nadia Sereda',
    category: 'Culture',
    hoursAgo: 8,
    picture: {
      scene: 'stage',
      alt: 'Drawing: a theatre curtain, half open, with a single lamp on the stage',
    },
    paragraphs: [
      'The evening begins at five, so that it can be interrupted. When it is, the audience goes down to the cellar, where the second cast plays the same scene on. When the sirens end, everyone goes up, and the first cast takes over in mid-sentence.',
      'The director, Yuliia Marchenko, had meant it as a makeshift. After eleven performances she noticed that people asked for seats in the hope of both. The play is “Twelfth Night”. There are now two Violas, and nobody on the stage is surprised.',
      'The house is sold out until February. On the roof, where there are forty chairs and no cellar, one can hear it by loudspeaker and watch the city instead.',
    ],
    readAlso: ['museum-of-doors'],
  },
  {
    slug: 'choir-recordings',
    title: 'Nine hundred songs, recorded in kitchens',
    standfirst:
      'An archive of village singing is growing, one pot of tea at a time. Its founder no longer plans the routes.',
    author: 'Nadia Sereda',
    category: 'Culture',
    hoursAgo: 16,
    picture: null,
    paragraphs: [
      'The microphone stands in the sugar bowl, because it is the only thing that is always on the table. Then one waits. In the third cup, says Bohdan Lysak, they begin to sing.',
      'Nine hundred songs are in the archive, most of them sung by women of over seventy. One in eight was unknown to the libraries. They can be heard by anyone, with the kettle.',
    ],
    readAlso: [],
  },
  {
    slug: 'museum-of-doors',
    title: 'The museum that collects doors',
    standfirst: 'They come from houses that are no longer there. Each has a bell, and visitors ring it.',
    author: 'Nadia Sereda',
    category: 'Culture',
    hoursAgo: 135,
    picture: { scene: 'doors', alt: 'Drawing: a row of old doors in different colours, standing free' },
    paragraphs: [
      'There are 61 doors in the hall, and none of them leads anywhere. They were carried here by their owners, in most cases on foot.',
      'Beside each is a card with an address, and below it whatever the owner wished to add. Many added nothing. One says: mind the step.',
    ],
    readAlso: [],
  },
];
