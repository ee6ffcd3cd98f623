/** What is written down of an edition: faults, notes of its assembly, why there is none. Each can be read again. */
export const en = {
  noSubject: 'it has no subject',
  longSubject: (which: string, length: string, most: string) =>
    `${which} has ${length} characters; mail programs show about ${most}`,
  theSubject: 'the subject',
  subjectOf: (letter: string) => `subject ${letter}`,
  alertWaits: (rest: string, minutes: string) =>
    `it is an alert, and tries its subjects: ${rest} of a hundred of its readers get it ${minutes} minutes later, or more`,
  equalSubjects: 'two of the subjects that it tries are the same',
  noPreheader: 'it has no preheader, the line that mail programs show behind the subject',
  noPostalAddress: 'the publication has no postal address, which the law asks for in each mail',
  noBlocks: 'it has no blocks',
  noFooter: 'it has no footer, where readers unsubscribe',
  noAlt: (title: string) => `the picture of ${title} has no text for those who do not see it`,
  manyAudiences: (count: string, names: string, most: string) =>
    `it tells ${count} kinds of readers apart (${names}); ${most} at the most: take ballots or parts for one tier out of it`,
  cutOff: (bytes: string, most: string) =>
    `the mail has ${bytes} bytes of HTML as it is sent; past ${most} mail programs cut it off`,
  nearlyCutOff: (bytes: string, most: string) =>
    `the mail has ${bytes} bytes of HTML as it is sent; past ${most} it is cut off`,
  sameSubject: (number: string) => `it has the subject of number ${number}`,
  setAside: (count: string) => `texts of two people that wait for somebody to choose: ${count}`,
  emptyBlock: (place: string) => `block ${place} says nothing`,
  privateLink: (title: string, host: string) =>
    `the link of ${title} leads to ${host}, where readers cannot go`,
  vanished: (title: string) => `${title} has vanished at its source`,
  changed: (title: string) => `${title} has changed at its source`,
  noAudience: (name: string) => `${name} is no audience of a block`,
  noBallot: (id: string) => `a block is for the ballot ${id}, which there is not`,
  ballotOver: (slug: string, state: string) =>
    `the ballot ${slug} is ${state}; take it out of the edition, and what stands there of it for other readers`,
  noTier: (slug: string, known: string) => `a block is for the tier ${slug}; there are: ${known}`,
  noneYet: 'none yet',
  noCorrection: (id: string) => `a block is for the readers of the correction ${id}, which there is not`,
  ballotNotOpen: (slug: string) =>
    `the ballot ${slug} is not open yet; once the edition is approved it stays as it is, unless that approval is taken back`,
  closed: 'closed',
  voided: 'voided',
  tooFew: (count: string, since: string, least: string) =>
    `only ${count} new articles since ${since}; at least ${least} are needed`,
  onlyOne: (since: string, least: string) =>
    `only 1 new article since ${since}; at least ${least} are needed`,
  noArticles: (since: string, least: string) => `no new article since ${since}; at least ${least} are needed`,
  replaces: (number: string) =>
    `it takes the place of number ${number}, which nobody approved, and has its articles`,
  moreLeft: (count: string, most: string) => `${count} more articles were there; at most ${most} are taken`,
  overCap: (count: string, section: string, cap: string, titles: string) =>
    `${count} articles of ${section} are over its cap of ${cap}: ${titles}`,
  manyBallots: (count: string, most: string, left: string) =>
    `${count} ballots are open; the ${most} that close first stand in it, not ${left}`,
  tooLate: (deadline: string) =>
    `its deadline was ${deadline}, and nothing ran then; whether it still goes out is for a person to say`,
};
