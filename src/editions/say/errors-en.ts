/** What the verbs of editions throw. Where no list stands in it, a sentence can be read again. */
export const en = {
  noEdition: (id: number) => `there is no edition ${id}; "editions list" shows them`,
  changedSince: (id: number) => `edition ${id} was changed since it was looked at; look at it again`,
  cancelledNotApproved: (id: number) => `edition ${id} is cancelled; it cannot be approved`,
  changedWhileApproved: (id: number) =>
    `edition ${id} was changed while it was being approved; look at it again`,
  settledMeanwhile: (id: number) => `edition ${id} was held or approved meanwhile; no rule approves it`,
  sentWithOther:
    'what it would be sent with was changed since you looked (sender, publication, newsletter, a promise that was kept or a ballot); look at it again',
  notApprovable: (faults: string) => `the edition cannot be approved: ${faults}`,
  isCancelled: (id: number) => `edition ${id} is cancelled`,
  isLaunched: (id: number) => `edition ${id} has been launched already`,
  notApproved: (id: number) =>
    `edition ${id} is not approved; approve it first: broadsheet editions approve ${id}`,
  notDue: (id: number) => `edition ${id} is not due`,
  otherCorrection: (id: number, approved: string, asked: string) =>
    `the approved correction of edition ${id} is ${approved}, not ${asked}`,
  notGoingOut: (id: number, state: string) =>
    `edition ${id} is ${state} and not going out; there is nothing to correct in mid-send: edit and approve it`,
  noCorrection: (id: number) =>
    `edition ${id} has no approved correction; change it with "editions edit ${id}", then "editions approve ${id}"`,
  nobodyLeft: (id: number) =>
    `edition ${id} is launched and nobody is left to send to; it cannot be approved`,
  sameText: (id: number) =>
    `edition ${id} goes out in this text already; change it first: editions edit ${id}`,
  otherSubjects: (id: number, subjects: number, before: number) =>
    `the correction has ${subjects} subjects and edition ${id} went out with ${before}; it needs as many`,
  launchedCancelInstead: (id: number) => `edition ${id} was launched meanwhile; cancel its send instead`,
  launchedPauseInstead: (id: number) => `edition ${id} was launched meanwhile; pause its send instead`,
  nothingToHold: (id: number) => `edition ${id} is cancelled; there is nothing to hold`,
  noBlock: (place: number, count: number) => `there is no block ${place}; the edition has ${count}`,
  tooLong: (name: string, length: number, most: number) =>
    `the ${name} has ${length} characters; ${most} are allowed`,
  wantsPerson: (id: number) => `edition ${id} wants the approval of a person; a rule cannot give it`,
  ownCorrectionUnseen: (id: number) =>
    `edition ${id} tells a correction that nobody but who would approve it has looked at; its newsletter wants another person to approve: an owner or editor`,
  subjectBound: (subject: string) =>
    `its newsletter wants two people: the mail goes out with the subject that it was written with, ${subject}; for another one, end this correction and write it anew`,
  correctionSubjectLong: (most: number) => `the subject of the correction has more than ${most} characters`,
  versionGone: (id: number, version: number) =>
    `what edition ${id} was at version ${version} is not kept any more (KEEP_CHANGES_DAYS)`,
  ownChange: (id: number) =>
    `edition ${id} was changed last by who would approve it; its newsletter wants another person to approve: an owner or editor`,
  notOpen: (id: number, state: string) => `edition ${id} is ${state}; it cannot be changed any more`,
  ruleAsSecond:
    'where another person approves, no rule can send at the deadline: choose to hold, or let one person approve',
  isPast: (time: string) => `${time} is past; give a time to come`,
  noTime: (id: number, state: string) => `edition ${id} is ${state}; it has no time that could be taken back`,
  newsletterChanged: (slug: string) => `${slug} was changed since it was looked at; look at it again`,
  noneMade: (reason: string) => `there is no edition: ${reason}`,
  ballotOver: (slug: string, state: string) => `the ballot ${slug} is ${state}; nobody can vote in it`,
  ballotChanged: (slug: string) =>
    `the ballot ${slug} was changed while the edition was being approved; look at it again`,
  ballotStands: (slug: string, id: number) => `the ballot ${slug} stands in edition ${id} already`,
  noAlerts: (slug: string) => `${slug} is no newsletter of alerts; set its priority to alert first`,
  noPicture: (picture: string) =>
    `the picture ${picture} could not be had; send the alert without it, or with another`,
  addedMeanwhile: (url: string) => `${url} was added by somebody else at the same moment; try again`,
  alertApproved: (id: number) => `the alert has been approved already; hold edition ${id} first`,
};
