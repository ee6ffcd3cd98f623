/** What is thrown where an edition is composed, corrected, tested, and where its subjects are tried. */
export const en = {
  approvedMeanwhile: (id: number) =>
    `edition ${id} was approved meanwhile; nothing of this is done before you open it to change it`,
  noVersion: (id: number, version: number) => `edition ${id} has no version ${version}`,
  changedBefore: 'somebody has changed the edition since; look at it, and go back then',
  nothingAside: (id: number, version: number) => `edition ${id} keeps no text aside under ${version}`,
  asideSettled: 'this text was taken over or dropped meanwhile',
  asideChanged: 'what stands there was changed meanwhile; look at it again',
  sourceGone: 'this story is at its source no more',
  noPart: 'there is no such part',
  noStory: 'there is no such story',
  containerGone: 'what the link was to go into was taken out',
  noAddress: (line: string) => `${line} does not end with an address`,
  noCrop: 'the part of the picture cannot be read',
  noSuchCorrection: (id: number) => `there is no correction ${id}`,
  correctionEnded: (id: number) => `correction ${id} was ended; nobody is told of it any more`,
  allTold: 'everybody who got what was wrong has been told, or may not be mailed',
  moreReaders: (count: number, seen: number) =>
    `it would go to ${count} readers now, not to ${seen}; look at it again`,
  correctionNoSubject: 'the correction has no subject',
  correctionSent: 'this correction was sent already; nobody gets it twice',
  stillWrong: (id: number) =>
    `edition ${id} is still going out with what is wrong; correct the unsent, or stop it, first`,
  notAlone:
    'who wrote a correction does not send it alone; its newsletter wants another person to: an owner or editor',
  writtenAnother: 'this form has written another correction already; send it again if this is one more',
  correctionWithout: (name: string) => `the correction has no ${name}; say what was wrong and what is right`,
  correctionTooLong: (name: string, most: number) =>
    `the ${name} of the correction has more than ${most} characters`,
  nobodyGot: (id: number) => `nobody has got edition ${id} yet; correct it before it goes out`,
  chooseText: 'choose which text was wrong, among those that somebody has got',
  triesNone: (id: number) => `edition ${id} tries no subjects in a send`,
  noSubjectAt: (place: number, count: number) =>
    `there is no subject ${place}; the edition went out with ${count}`,
  decided: (id: number) => `the subject of edition ${id} is decided already, or its send was cancelled`,
  subjectCount: (most: number, count: number) => `an edition has 1 to ${most} subjects, not ${count}`,
  subjectEmpty: 'a subject that is tried is empty',
  subjectsEqual: 'two of the subjects are the same',
  noShare: (share: number, shares: readonly number[]) =>
    `${share} is no share of the readers; ${shares.join(', ')} of a hundred are allowed`,
  noWait: (minutes: number, least: number, most: number) =>
    `${minutes} minutes are no time to wait; ${least} to ${most} are allowed`,
  goingOutWith: (id: number, count: number) =>
    `edition ${id} is going out with ${count === 1 ? 'one subject' : `${count} subjects`}; their words can be corrected, and not how they are tried`,
  noSubject: 'there is no such subject',
  noReader: 'there is no such reader',
  testAsKind: 'a test is sent as a kind of reader, not as a person',
  chooseColleague: 'choose at least one person; a test goes to colleagues at the desk only',
  notRendered: (why: string) => `the mail cannot be rendered: ${why}`,
  noSender: 'no mail can be sent before a sender is set',
};
