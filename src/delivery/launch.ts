import type { Db } from '../db.ts';
import { AppError } from '../errors.ts';
import { usableInboundDomain } from './inbound/probe.ts';
import { requirePublication } from '../publication/publication.ts';
import type { Services } from '../services.ts';
import type { RenderedMail } from './compile.ts';
import {
  type Audience,
  freezeAudience,
  insertBatches,
  insertSend,
  insertSendMails,
  openFrozenSend,
  renewPlans,
  type SubjectSpread,
} from './queries/launch.ts';
import { selectDueBatches, selectSend } from './queries/sends.ts';
import { decideAtOnce, hasTested } from './queries/subject-tests.ts';
import { clearErased } from './queries/suppressions.ts';
import { whyUnsendable } from './sendable.ts';
import { hearDelivery, say } from './say.ts';

export interface Launch {
  editionId: number;
  revisionId: number;
  newsletterId: number;
  /** One for each subject that is tried. */
  mails: RenderedMail[];
  audience: Audience;
  /** What the bits of the audience's variants are, as `segmentsOf` the mails gives it. */
  segments: string[];
  /** A higher one overtakes. */
  priority: number;
  /** When retries end. */
  expiresAt: Date;
  /** How the subjects are tried; without it everybody gets the first. */
  test?: SubjectTrial | null;
}

/** How a send tries the subjects of its mails. */
export interface SubjectTrial extends SubjectSpread {
  /** So long after the tested were sent to their clicks are compared. */
  waitMinutes: number;
  /** Whatever holds it up, the rest goes out from then on. */
  latestAt: Date;
}

/**
 * Freezes the mails and the audience of an edition's send, in the caller's transaction. Nothing where the edition
 * has been launched before. Once it is committed, call `openSend` and `hintBatches`.
 * @returns how many people are eligible, or null where it was launched before
 * @throws AppError where the publication may not send: a sample to the outside, or without a postal address
 */
export async function launchSend(
  trx: Db,
  config: Services['config'],
  launch: Launch,
): Promise<number | null> {
  await refuseUnsendable(trx, config);
  const { editionId, revisionId, segments, priority, expiresAt, mails, audience, test = null } = launch;
  const trial = test && { subjectWaitMinutes: test.waitMinutes, subjectLatestAt: test.latestAt };
  const send = { editionId, revisionId, segments, priority, expiresAt, ...trial };
  if (!(await insertSend(trx, send))) return null;
  const inboundDomain = await usableInboundDomain(trx, config);
  const out = mails.map((mail) => ({ ...mail, envelope: { ...mail.envelope, inboundDomain } }));
  await insertSendMails(trx, editionId, revisionId, out);
  const eligible = await freezeAudience(trx, launch, audience, config.delivery.batchSize, priority, test);
  await insertBatches(trx, editionId);
  // Too few readers for a group of each: there is nothing to wait for.
  if (test !== null && !(await hasTested(trx, editionId))) await decideAtOnce(trx, editionId);
  return eligible;
}

/** What is to be settled of a frozen send before it begins, by those to the left; told when it was launched. */
export type BeforeOpening = (launchedAt: Date) => Promise<void>;

/**
 * Lets a frozen send begin, less those who have said "no" while it was being frozen. Harmless when it has begun; the
 * sweep does it where the process that launched was killed in between.
 */
export async function openSend(
  db: Db,
  editionId: number,
  before: BeforeOpening = () => Promise.resolve(),
): Promise<void> {
  const send = await selectSend(db, editionId);
  if (send?.state === 'launching') await before(send.launchedAt);
  await renewPlans(db, editionId);
  await db.transaction().execute(async (trx) => {
    await openFrozenSend(trx, editionId);
    await clearErased(trx, editionId);
  });
}

async function refuseUnsendable(db: Db, config: Services['config']): Promise<void> {
  const reason = await whyUnsendable(db, config);
  if (reason !== null) throw new AppError('sample_publication', 409, hearDelivery(reason) ?? reason);
  const { postalAddress } = await requirePublication(db);
  if (postalAddress.trim() === '') {
    throw new AppError('no_postal_address', 409, say.noPostalAddress);
  }
}

// A worker that was told of one goes on with the others: there need be no more than could be worked on at once.
const hintsAtOnce = 200;

/** Tells the workers of batches that are due; the sweep does the same for those whose hint was lost. */
export async function hintBatches({ db, jobs }: Services): Promise<number> {
  const due = await selectDueBatches(db, hintsAtOnce);
  await jobs.hint(
    'deliver-batch',
    due.map(({ editionId, batch }) => ({ editionId, batch })),
  );
  return due.length;
}
