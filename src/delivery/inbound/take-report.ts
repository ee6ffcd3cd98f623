import type { Db } from '../../db.ts';
import { codeOf } from '../../errors.ts';
import { eachByItself } from '../../each-by-itself.ts';
import type { Services } from '../../services.ts';
import type { ReportRecipient } from '../bounces/report.ts';
import { hasUnreadMails } from '../queries/inbound.ts';
import { selectPersonAt } from '../queries/mailed.ts';
import { claimReport, insertReport, selectOpenReports } from '../queries/reports.ts';
import { cleanIncoming } from './clean-incoming.ts';
import { findMail, isVerified, type MailedTo, mailedToAddress, nobody } from './find-mail.ts';
import type { Incoming } from './incoming.ts';
import { type Settled, settleReport } from './settle-report.ts';

const none: ReportRecipient = { address: '', status: '', class: 'unknown', reply: '' };
const attempts = 4;
const page = 500;

/** What is done in the same transaction as a report is taken; where it throws, nothing was taken. */
export type Around = (trx: Db, take: () => Promise<Settled[]>) => Promise<Settled[]>;

/**
 * The one way in for everything that comes back: writes it down with its evidence, finds the mail that it is about,
 * decides and acts, in one transaction. What has been taken before, by its `externalId`, changes nothing.
 * @returns what was decided, one for each recipient; empty where it was taken before
 * @throws Error only where the database cannot be written: nothing was taken then, and it may come again
 */
export async function takeReport(
  services: Services,
  incoming: Incoming,
  now: Date = new Date(),
  around: Around = (_trx, take) => take(),
): Promise<Settled[]> {
  const clean = cleanIncoming(incoming);
  const taken = await inTransaction(services.db, (trx) =>
    around(trx, () => takeParts(trx, services, clean, now)),
  );
  const { source, report } = incoming;
  for (const { decision } of taken) services.metrics.reports.inc({ source, kind: report.kind, decision });
  await tellOthers(services, taken);
  return taken;
}

/**
 * Decides about refusals that we heard ourselves, which stand written down.
 * @returns how many
 * @throws the error of one that could not be decided about, once the others have been: it stays open
 */
export async function settleOpenReports(services: Services, now: Date = new Date()): Promise<number> {
  const { db, log } = services;
  const settled: Settled[] = [];
  try {
    await eachByItself(
      (last) => selectOpenReports(db, last, page),
      async ({ id }) => {
        const one = await settleOpen(db, id, now);
        if (one !== null) settled.push(one);
      },
      (error, { id }) => log.error({ err: error, report: id }, 'a report could not be decided about'),
    );
  } finally {
    for (const { decision } of settled)
      services.metrics.reports.inc({ source: 'delivery', kind: 'bounce', decision });
    await tellOthers(services, settled);
  }
  return settled.length;
}

function settleOpen(db: Db, id: number, now: Date): Promise<Settled | null> {
  return inTransaction(db, async (trx) => {
    const report = await claimReport(trx, id);
    return report === undefined ? null : settleReport({ trx, report, now });
  });
}

/** Whether anything that came back waits to be read or decided about. */
export async function hasInbound({ db }: Services): Promise<boolean> {
  return (await hasUnreadMails(db)) || (await selectOpenReports(db, 0, 1)).length > 0;
}

async function takeParts(trx: Db, services: Services, incoming: Incoming, now: Date): Promise<Settled[]> {
  const settled: Settled[] = [];
  for (const [part, one] of (await partsOf(trx, services, incoming)).entries()) {
    const { mail } = one;
    const report = await insertReport(trx, {
      ...columnsOf(incoming, one),
      part,
      at: now,
      ...mailColumns(mail),
    });
    if (report === undefined) continue;
    const unread = incoming.report.reason ?? null;
    settled.push(await settleReport({ trx, report, now }, { unread, erased: mail.erased }));
  }
  return settled;
}

interface Part {
  mail: MailedTo;
  said: ReportRecipient;
  isStranger?: boolean;
}

/** One for the mail that it proves to be about; else one for each recipient that a provider names. */
async function partsOf(trx: Db, services: Services, incoming: Incoming): Promise<Part[]> {
  const { recipients } = incoming.report;
  const mail = await findMail(trx, services, incoming);
  if (mail.proof !== null) return [{ mail, said: saidOf(mail, incoming.report) }];
  if (!isVerified(incoming)) {
    const [first = none] = recipients;
    // Who is named, or who wrote it: an erasure finds it by that.
    return [{ mail: mailedToAddress(services, first.address || (incoming.from ?? ''), null), said: first }];
  }
  const named = recipients.length === 0 ? [none] : recipients;
  return Promise.all(named.map((said) => addressPart(trx, services, said)));
}

/**
 * What a provider says of an address counts where a reader of ours has it. Of others, whom somebody else of the same
 * account has mailed, nothing is kept but that it came.
 */
async function addressPart(trx: Db, services: Services, said: ReportRecipient): Promise<Part> {
  const mail = mailedToAddress(services, said.address, 'provider');
  const person = mail.addressHash === null ? null : await selectPersonAt(trx, mail.addressHash);
  if (person !== null) return { mail: { ...mail, subscriberId: person }, said };
  if (said.address === '') return { mail: nobody, said };
  return { mail: nobody, said: { ...said, address: '', reply: '' }, isStranger: true };
}

/**
 * What is said of the one that we mailed. Where the report names only others, to whom that address forwards, it has
 * failed for good where it has for all of them; nobody knows that where some are not read.
 */
function saidOf({ address }: MailedTo, { recipients, omitted = 0 }: Incoming['report']): ReportRecipient {
  const own = recipients.find((one) => one.address.toLowerCase() === address?.toLowerCase());
  if (own === undefined && omitted > 0) return none;
  return own ?? recipients.find((one) => one.class !== 'hard') ?? recipients[0] ?? none;
}

function columnsOf(
  { source, externalId, report, evidence = {}, inboundMailId = null }: Incoming,
  { said, isStranger = false }: Part,
) {
  const { kind, feedback = null, recipients, omitted = 0 } = report;
  const counted = omitted === 0 ? {} : { recipientsNotRead: omitted };
  return {
    source,
    externalId,
    kind,
    feedback,
    class: kind === 'bounce' || kind === 'delayed' ? said.class : null,
    status: said.status,
    reply: said.reply,
    inboundMailId,
    evidence: isStranger ? {} : { ...evidence, recipients: recipients.slice(0, 20), ...counted },
  };
}

function mailColumns({ proof, editionId, subscriberId, serviceMailId, address, addressHash }: MailedTo) {
  return { proof, editionId, subscriberId, serviceMailId, address, addressHash };
}

/** Ends subscriptions that are over by what was taken; the sweep does it too. */
async function tellOthers({ jobs }: Services, settled: Settled[]): Promise<void> {
  if (settled.some(({ decision }) => decision === 'suppressed' || decision === 'unsubscribed'))
    await jobs.hint('heed-reports', [{}]);
}

/** Two that lock the same rows the other way round: one of them is tried again. */
async function inTransaction<T>(db: Db, run: (trx: Db) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().execute(run);
    } catch (error) {
      if (attempt === attempts || !['40P01', '40001'].includes(codeOf(error))) throw error;
    }
  }
}
