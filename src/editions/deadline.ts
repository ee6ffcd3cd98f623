import type { Actor } from '../access/actor.ts';
import { AppError, messageOf } from '../errors.ts';
import { type Db, isPassing } from '../db.ts';
import type { Services } from '../services.ts';
import { can, roles } from '../access/permissions.ts';
import { mailRoles } from '../staff/mail-owners.ts';
import { approve } from './approve.ts';
import { holdEdition } from './edition.ts';
import { selectPastDeadline } from './queries/rules.ts';
import { insertEditionEvent } from './queries/editions.ts';
import { isTooLate } from './rhythm.ts';
import { note } from './say.ts';

/**
 * Does what a newsletter's rule says with drafts that nobody approved in time: an approval by rule, with the launch
 * due at once, or an alert to all who may approve it, or nothing. Each once. One that cannot be approved is held, and
 * an alert says why. What somebody has approved, held or taken off at the last moment is none of the rule's any more.
 * One that fails keeps no other back.
 * @throws what is passing, as of a database that is away; and the first other error, once all have been tried
 */
export async function applyDeadlines(services: Services, now: Date = new Date()): Promise<void> {
  let failure: unknown = null;
  for (const row of await selectPastDeadline(services.db, now)) {
    try {
      await applyDeadline(services, row, now);
    } catch (error) {
      if (isPassing(error)) throw error;
      services.log.error({ err: error, editionId: row.id }, 'a deadline could not be applied');
      failure ??= error;
    }
  }
  if (failure !== null) throw failure;
}

type PastDeadline = Awaited<ReturnType<typeof selectPastDeadline>>[number];

async function applyDeadline(services: Services, row: PastDeadline, now: Date): Promise<void> {
  const { id: editionId, atDeadline, ruleSetBy, deadline, lateMinutes, slotAt } = row;
  // Yesterday's news is not sent by a rule: after a longer outage a person decides.
  const isLate = isTooLate(deadline, lateMinutes, now);
  const rule = { editionId, ruleSetBy, slotAt, now };
  const problem =
    atDeadline !== 'send' ? null : isLate ? tooLate(deadline) : await approveByRule(services, rule);
  const said = { rule: atDeadline, ruleSetBy, problem };
  const isByRule = atDeadline === 'send' && problem === null;
  const isAlert = atDeadline === 'hold-and-alert' || problem !== null;
  const noted = await services.db.transaction().execute(async (trx) => {
    if (!(await noteDeadline(trx, editionId, said, isByRule))) return false;
    const notice = { kind: 'edition-held', key: String(editionId), props: { editionId, problem } };
    if (isAlert) await mailRoles(services, trx, approvers, notice, now);
    return true;
  });
  if (!noted || !isAlert) return;
  services.log.warn({ editionId, problem }, 'an edition is not approved and its deadline has passed');
  await services.jobs.hint('send-service-mails', [{}]);
}

const approvers = roles.filter((role) => can(role, 'editions.send'));

/** Writes down what came of a deadline; false where the edition has left it behind meanwhile. */
async function noteDeadline(trx: Db, editionId: number, said: object, isByRule: boolean): Promise<boolean> {
  const { state, heldAt } = await holdEdition(trx, editionId);
  const isLeft = state !== 'draft' || heldAt !== null;
  if (isLeft && !isByRule) return false;
  await insertEditionEvent(trx, 'deadline-passed', editionId, said);
  return true;
}

function tooLate(deadline: Date): string {
  return note.tooLate(deadline.toISOString());
}

/** What keeps the edition from being approved, or null. A fault that may pass is thrown: the next sweep tries again. */
async function approveByRule(
  services: Services,
  {
    editionId,
    ruleSetBy,
    slotAt,
    now,
  }: { editionId: number; ruleSetBy: string; slotAt: Date | null; now: Date },
): Promise<string | null> {
  const actor: Actor = { kind: 'rule', name: ruleSetBy };
  try {
    // Approval and schedule in one step: a process that is killed here leaves an edition that the sweep launches.
    await approve(services, { editionId, actor, byRule: true, sendAt: latest(slotAt, now) });
    return null;
  } catch (error) {
    if (error instanceof AppError) return messageOf(error);
    throw error;
  }
}

/** At its time, or at once where that has passed. */
function latest(slotAt: Date | null, now: Date): Date {
  return slotAt !== null && slotAt > now ? slotAt : now;
}
