import type { Db } from '../../db.ts';
import { eachByItself } from '../../each-by-itself.ts';
import type { Services } from '../../services.ts';
import { membershipChanged } from '../changed.ts';
import { toMembership } from '../membership.ts';
import { lockMembership, updateMembership } from '../queries/memberships.ts';
import { selectUnclaimed } from '../queries/claims.ts';
import { noteTold, selectEndings, selectOver, selectRenewals, selectYearsOn } from '../queries/notices.ts';
import { hasSender, queueMemberMail } from './queue-mail.ts';

const page = 200;
const dayMs = 86_400_000;
// The law asks for 15 to 45 days before.
const renewalDays = 30;
const endingDays = 14;

/**
 * Announces yearly renewals and ends that come, tells who pays by the month once a year that they do, and reminds of
 * what was paid and not claimed: each once, however many do this at the same time.
 */
export async function announceRenewals(services: Services, now: Date = new Date()): Promise<void> {
  const { db } = services;
  if (!(await hasSender(db))) return;
  const within = (days: number): Date => new Date(now.getTime() + days * dayMs);
  const dayOf = (date: Date | null): string => date?.toISOString().slice(0, 10) ?? '';
  await tellEach(
    services,
    (last) => selectRenewals(db, last, within(renewalDays), now, page),
    ({ id, periodEnd }) => ({ kind: 'renewal-notice', key: `renewal:${id}:${dayOf(periodEnd)}` }),
    now,
  );
  await tellEach(
    services,
    (last) => selectYearsOn(db, last, now, page),
    ({ id, years }) => ({ kind: 'renewal-notice', key: `year-on:${id}:${years}` }),
    now,
  );
  await tellEach(
    services,
    (last) => selectEndings(db, last, within(endingDays), now, page),
    ({ id, until }) => ({ kind: 'member-ending', key: `ending:${id}:${dayOf(until)}` }),
    now,
  );
  await tellEach(
    services,
    (last) => selectUnclaimed(db, last, now, page),
    ({ id, occasion }) => ({ kind: 'claim-membership', key: `claim:${id}:${occasion}` }),
    now,
  );
}

function tellEach<T extends { id: number }>(
  { db, log }: Services,
  pageBehind: (id: number) => Promise<T[]>,
  mailOf: (one: T) => { kind: string; key: string },
  now: Date,
): Promise<void> {
  return eachByItself(
    pageBehind,
    async (one) => {
      const mail = mailOf(one);
      await db.transaction().execute(async (trx) => {
        if (await noteTold(trx, mail.key, one.id, now))
          await queueMemberMail(trx, { membershipId: one.id, ...mail }, now);
      });
    },
    (error, { id }) => log.error({ err: error, membership: id }, 'a member could not be told what comes'),
  );
}

/** Ends what was given or recorded for a time that is over. */
export async function endWhatIsOver({ db, log }: Services, now: Date = new Date()): Promise<void> {
  await eachByItself(
    (last) => selectOver(db, last, now, page),
    ({ id }) => db.transaction().execute((trx) => endOne(trx, id, now)),
    (error, { id }) =>
      log.error({ err: error, membership: id }, 'a membership that is over could not be ended'),
  );
}

async function endOne(trx: Db, id: number, now: Date): Promise<void> {
  const row = await lockMembership(trx, id);
  // Somebody else may have ended it, or added to its time.
  if (row?.until == null || row.until > now || row.state === 'ended') return;
  const after = await updateMembership(trx, id, { state: 'ended', endedAt: row.until });
  await membershipChanged(trx, { before: toMembership(row), after: toMembership(after) }, now);
}
