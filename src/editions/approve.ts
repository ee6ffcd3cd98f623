import { type Actor, describeActor } from '../access/actor.ts';
import { changeOf, recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import type { Db } from '../db.ts';
import { storeLinks } from '../delivery/links.ts';
import { Conflict, InvalidInput } from '../errors.ts';
import type { Services } from '../services.ts';
import { type Edition, holdEdition, requireEdition } from './edition.ts';
import type { Fault } from './faults.ts';
import { demandSecond } from './four-eyes.ts';
import { approveCorrection } from './correct.ts';
import { inspectEdition } from './inspect.ts';
import { keepBallotsOf } from './show-ballot.ts';
import { updateEdition } from './queries/editions.ts';
import { hasLinks, insertApproval, insertRevision, selectRevision } from './queries/revisions.ts';
import { hear, say } from './say.ts';
import { joined } from '../sentence.ts';

export interface Approved {
  editionId: number;
  revision: number;
  hash: string;
  /** It is a correction of what is going out: `editions correct` lets it go out instead. */
  correction: boolean;
  /** When it goes out by itself; null: once somebody says when. */
  sendAt: Date | null;
  warnings: string[];
}

export interface Approval {
  editionId: number;
  actor: Actor;
  /** True where a standing rule approves, and no person looked. */
  byRule?: boolean;
  /**
   * Has it go out by itself, from then on. Without it, at the time that its newsletter's rhythm gives it, where that is to
   * come; null: once somebody says when.
   */
  sendAt?: Date | null;
  /** The edition's `updatedAt` as a person saw it: one that was changed since is not approved unseen. */
  asOf?: Date;
  /**
   * The hash of what a person looked at: a sender, a publication or a ballot that was changed since changes what would be
   * sent, and not the edition.
   */
  hash?: string;
}

/**
 * Freezes an edition as it is now: this text, and no other, goes out. While it is going out, the approved text waits for
 * `correct`.
 * @throws InvalidInput naming every fault; Conflict where it has gone out or changed meanwhile
 */
export async function approve(
  services: Services,
  { editionId, actor, byRule = false, sendAt, asOf, hash: looked }: Approval,
  now: Date = new Date(),
): Promise<Approved> {
  demand(actor, 'editions.send', now);
  const edition = await requireEdition(services.db, editionId);
  if (asOf !== undefined && edition.updatedAt.getTime() !== asOf.getTime())
    throw new Conflict(say.changedSince(editionId));
  const { sources, frozen, faults } = await inspectEdition(services, edition);
  const warnings = refuseFaults(faults);
  return services.db.transaction().execute(async (trx) => {
    const held = await holdEdition(trx, editionId);
    if (held.state === 'cancelled') throw new Conflict(say.cancelledNotApproved(editionId));
    if (held.updatedAt.getTime() !== edition.updatedAt.getTime())
      throw new Conflict(say.changedWhileApproved(editionId));
    // A rule has its say about what nobody has touched: somebody may have held or approved it a moment ago.
    if (byRule && (held.state !== 'draft' || held.heldAt !== null))
      throw new Conflict(say.settledMeanwhile(editionId));
    await keepBallotsOf(trx, sources.edition, services.config.publicUrl);
    await demandSecond(trx, held, describeActor(actor), byRule);
    const { hash, content, mails, webHtml, links } = frozen;
    refuseUnseen(hash, looked);
    const revision = await insertRevision(trx, { editionId, hash, content, mails, webHtml });
    if (!(await hasLinks(trx, revision.id))) await storeLinks(trx, revision.id, links);
    await insertApproval(trx, revision.id, describeActor(actor), byRule);
    const correction = held.state === 'launched';
    if (correction) await approveCorrection(trx, held, revision);
    else
      await updateEdition(trx, editionId, { approvedRevisionId: revision.id, ...timeOf(held, sendAt, now) });
    const { state, sendAt: goesOut } = correction ? held : timeOf(held, sendAt, now);
    const change = changeOf(held, { state, sendAt: goesOut });
    await recordAudit(trx, actor, 'edition.approve', `edition:${editionId}`, { hash, byRule }, change);
    return {
      editionId,
      revision: revision.number,
      hash,
      correction,
      sendAt: correction ? null : goesOut,
      warnings,
    };
  });
}

/** An approval says when, else an earlier one has, else the newsletter's rhythm does. */
function timeOf({ state, sendAt: before, slotAt }: Edition, sendAt: Date | null | undefined, now: Date) {
  const ahead = slotAt !== null && slotAt > now ? slotAt : null;
  const at = sendAt === undefined ? (state === 'scheduled' ? before : ahead) : sendAt;
  return { state: at === null ? 'approved' : 'scheduled', sendAt: at, missedAt: null };
}

function refuseUnseen(hash: string, looked: string | undefined): void {
  if (looked !== undefined && looked !== hash) throw new Conflict(say.sentWithOther);
}

function refuseFaults(faults: Fault[]): string[] {
  const stops = faults.filter(({ severity }) => severity === 'stop').map(({ message }) => message);
  if (stops.length > 0)
    throw new InvalidInput(say.notApprovable(joined(stops.map((stop) => hear(stop) ?? stop))));
  return faults.map(({ message }) => message);
}

/**
 * The text that an edition goes out with.
 * @throws Conflict where it is not approved, or has been launched or cancelled
 */
export async function approvedRevision(trx: Db, { id, state, approvedRevisionId }: Edition) {
  if (state === 'cancelled') throw new Conflict(say.isCancelled(id));
  if (state === 'launched') throw new Conflict(say.isLaunched(id));
  const revision = approvedRevisionId === null ? undefined : await selectRevision(trx, approvedRevisionId);
  if (revision === undefined) throw new Conflict(say.notApproved(id));
  return revision;
}
