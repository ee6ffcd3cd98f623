import type { Actor } from '../../../access/actor.ts';
import { recordAudit } from '../../../access/audit.ts';
import { demand } from '../../../access/demand.ts';
import { can } from '../../../access/permissions.ts';
import { hashAddress } from '../../../address-hash.ts';
import type { Db } from '../../../db.ts';
import { AppError, Conflict, InvalidInput, messageOf } from '../../../errors.ts';
import type { Services } from '../../../services.ts';
import { mailStaff } from '../../../staff/mail-staff.ts';
import { listStaff, type StaffMember } from '../../../staff/staff.ts';
import { parseAddress } from '../../../subscribers/address.ts';
import { type Edition, requireEdition } from '../../edition.ts';
import { isOpenForCorrection } from '../../open-for-change.ts';
import { renderMailFor, type Rendering } from '../../render-for.ts';
import { renderingFor, requireReader } from './readers.ts';
import { say } from '../../say.ts';

// A test that comes tomorrow would be taken for tomorrow's.
const validForMs = 3_600_000;

export interface TestRequest {
  editionId: number;
  /** A kind of reader by its name; nobody's own mail goes to somebody else. */
  reader: string;
  /** Of staff, by their ids. */
  to: number[];
  /** Of the form that it was sent with: pressed twice it is one test. */
  once: string;
}

/** To whom somebody may send a test: who works here, or themselves alone where they may not see who does. */
export async function listColleagues(db: Db, actor: Actor): Promise<StaffMember[]> {
  const active = (await listStaff(db)).filter(({ disabledAt }) => disabledAt === null);
  const seesAll = actor.staff === undefined || can(actor.staff.role, 'staff.see');
  return active.filter(({ id }) => seesAll || (actor.kind === 'staff' && String(id) === actor.name));
}

/**
 * Mails an edition to colleagues as a kind of reader gets it; where it may be corrected, in its words as they are now. Its links act for nobody, and it is in no count of the
 * edition: it is mail to staff.
 * @returns how many it goes to
 * @throws NotFound; InvalidInput where it goes to nobody, or not to staff; Conflict where it cannot be rendered or sent
 */
export async function sendTest(
  services: Services,
  actor: Actor,
  { editionId, reader: name, to, once }: TestRequest,
  now: Date = new Date(),
): Promise<number> {
  demand(actor, 'editions.write', now);
  const { db, jobs } = services;
  const edition = await requireEdition(db, editionId);
  const chosen = await chooseColleagues(db, actor, to);
  const reader = await requireReader(db, actor, edition, name);
  if (reader.kind === 'subscriber') throw new InvalidInput(say.testAsKind);
  const draft = await isOpenForCorrection(db, edition);
  const rendering = await renderingFor(db, reader, edition, chosen[0]?.address ?? '');
  await refuseUnrenderable(services, { ...rendering, draft });
  const expiresAt = new Date(now.getTime() + validForMs);
  await db.transaction().execute(async (trx) => {
    for (const person of chosen)
      await queueTest(services, trx, person, { edition, name, draft, once, expiresAt });
    const ids = chosen.map(({ id }) => id);
    await recordAudit(trx, actor, 'edition.send-test', `edition:${editionId}`, { reader: name, to: ids });
  });
  await jobs.hint('send-service-mails', [{}]);
  return chosen.length;
}

async function chooseColleagues(db: Db, actor: Actor, to: number[]): Promise<StaffMember[]> {
  const colleagues = await listColleagues(db, actor);
  const chosen = colleagues.filter(({ id }) => to.includes(id));
  if (chosen.length === 0 || chosen.length < new Set(to).size) throw new InvalidInput(say.chooseColleague);
  return chosen;
}

/** Before it is queued: whoever sends it is to hear of it, not the log of a worker. */
async function refuseUnrenderable(services: Services, rendering: Omit<Rendering, 'as'>): Promise<void> {
  try {
    await renderMailFor(services, rendering);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new Conflict(say.notRendered(messageOf(error)));
  }
}

async function queueTest(
  services: Services,
  trx: Db,
  { id, address, language }: StaffMember,
  test: { edition: Edition; name: string; draft: boolean; once: string; expiresAt: Date },
): Promise<void> {
  const { edition, name, draft, once, expiresAt } = test;
  const { key } = parseAddress(address);
  const isQueued = await mailStaff(services, trx, {
    kind: 'edition-test',
    idempotencyKey: `edition-test:${edition.id}:${edition.updatedAt.getTime()}:${name}:${once}:${id}`,
    recipient: { address, addressHash: hashAddress(services.config.suppressionKey, key), language },
    props: { editionId: edition.id, reader: name, draft },
    expiresAt,
  });
  if (!isQueued) throw new Conflict(say.noSender);
}
