/**
 * Why something waits, stopped or did not go out, as it is written down. Each can be read again: a value stands in it as it
 * is, once.
 */
export const en = {
  pausedByPerson: 'paused by a person',
  cancelledByPerson: 'cancelled by a person',
  sendCancelled: 'the send was cancelled',
  expiredBefore: 'the edition expired before it could be delivered',
  workerEnded: 'the worker ended before the outcome was known',
  noReply: 'no reply came after the mail was handed over',
  sample:
    'this is the sample publication; it sends to the local inbox only. Your own begins with an empty database: that of another DATABASE_URL, or, with SMTP_URL set, npm start -- --fresh',
  notBuilt: (why: string) => `a mail could not be built: ${why}`,
  relayUnusable: (reply: string) => `the relay could not be used: ${reply}`,
  senderRefused: (reply: string) => `the relay refuses the sender: ${reply}`,
  relaysUnknown: (why: string) => `the relays are not known: ${why}`,
  noRelay: 'no relay is turned on',
  everyRests: (relays: string) => `every relay rests: ${relays}`,
  restsFor: (relay: string, why: string) => `${relay} (${why})`,
  failed: 'it failed',
  gone: 'it is gone',
  hourFull: (limit: string) => `its limit of ${limit} an hour is reached`,
  dayFull: (limit: string) => `its limit of ${limit} a day is reached`,
  warmUpFull: (limit: string, day: string, days: string) =>
    `its warm-up's ${limit} of day ${day} of ${days} are reached`,
  leftAlone: (destination: string, relay: string, rule: string) =>
    `${destination} is left alone over ${relay} (${rule})`,
  slowed: (destination: string, perMinute: string, relay: string, rule: string) =>
    `${destination} gets ${perMinute} a minute over ${relay} (${rule})`,
  breach: (what: string, count: string, of: string, where: string, percent: string, limit: string) =>
    `${what}: ${count} of ${of} handed over ${where}, ${percent} %; ${limit}`,
  complaints: 'complaints',
  bounces: 'hard bounces',
  faults: 'came back for what is sent or who sends it',
  inSend: 'in this send',
  inDays: (days: string) => `by its newsletter in ${days} days`,
  stopsAt: (percent: string) => `it stops at ${percent} %`,
  isStoppedAt: (percent: string) => `it is stopped at ${percent} %`,
  overridden: (reason: string, by: string) => `${reason} (overridden by ${by})`,
  noRoom: (room: string, until: string, pending: string, left: string) =>
    `the limits of the relays, warm-up plans included, leave room for ${room} until it expires at ${until}; ${pending} are still to go, so ${left} would not get it. Add a relay, or raise a limit`,
  destinationWaits: (destination: string, relay: string, until: string, why: string) =>
    `${destination} gets nothing over ${relay} until ${until}: ${why}`,
  destinationSlowed: (destination: string, perMinute: string, relay: string, until: string, why: string) =>
    `${destination} gets ${perMinute} a minute over ${relay} until ${until}: ${why}`,
  ended421: 'it ended the connection with 421',
  otherVersion: 'by a rule of another version',
  outlookBlocks: "Outlook blocks the relay's address",
  outlookLimits: "Outlook limits the relay's address for its reputation",
  yahooVolume: 'Yahoo defers the relay for its volume or for complaints',
  yahooComplaints: 'Yahoo defers the relay for complaints',
  gmailMore: 'Gmail sees more mail from the relay or the domain than it is used to',
  icloud: 'iCloud defers the relay',
  addressSuppressed: 'the address is suppressed',
  destinationCools: 'the destination cools',
  expiresFirst: 'it expires before the next try',
};
