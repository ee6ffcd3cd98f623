export const en = {
  notLaunched: (id: number) => `edition ${id} has not been launched`,
  noBalance: (id: number) => `edition ${id} has not been launched; it has no balance yet`,
  notSentAgain: (id: number, state: string) =>
    `the send of edition ${id} is ${state}; nothing of it is sent again`,
  onlyCounts: (id: number, day: string) =>
    `of edition ${id} only counts are kept since ${day}; nobody can be told apart who is uncertain`,
  detailGone: (id: number, day: string) =>
    `of edition ${id} only counts are kept since ${day} (KEEP_DELIVERIES_DAYS)`,
  moreUncertain: (uncertain: number, expected: number) =>
    `${uncertain} are uncertain by now, not ${expected}; look again before you send`,
  wrongState: (id: number, state: string, act: 'pause' | 'resume' | 'cancel', from: string[]) =>
    `the send of edition ${id} is ${state}; only one that is ${from.join(' or ')} can be ${act === 'cancel' ? 'cancelled' : `${act}d`}`,
  nobodyLeft: (id: number, state: string) =>
    `the send of edition ${id} is ${state} and nobody is left to send to; a correction reaches only those who have not been sent to`,
  sameText: (id: number) => `edition ${id} goes out in this text already; there is nothing to correct`,
  otherSubjects: (id: number, subjects: number, before: number) =>
    `the correction has ${subjects} subjects and edition ${id} went out with ${before}; it needs as many`,
  appealAdded: (id: number) =>
    `the correction of edition ${id} has an appeal and what was launched has none; whom to ask is decided at the launch: take the appeal out`,
  manyKinds: (id: number, kinds: string[], most: number) =>
    `with its correction edition ${id} tells ${kinds.length} kinds of readers apart (${kinds.join(', ')}); ${most} at the most`,
  keptByRule: (id: number, reasons: string) =>
    `a stop rule keeps the send of edition ${id}: ${reasons}. Find out why first; to go on all the same: broadsheet editions resume ${id} --override-stop-rule`,
  noPostalAddress:
    'the publication has no postal address, which the law asks for in each mail: broadsheet publication set --postal-address',
};
