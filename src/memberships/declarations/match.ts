import { describeHash } from '../../address-hash.ts';
import { describeActor, type Actor } from '../../access/actor.ts';
import { recordAudit } from '../../access/audit.ts';
import { demand } from '../../access/demand.ts';
import type { Db } from '../../db.ts';
import { Conflict, NotFound } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { lockDeclaration, selectDeclaration, updateDeclaration } from '../queries/declarations.ts';
import { selectMode, selectModeOfCheckout } from '../queries/modes.ts';
import { type Contract, lockContract, requireContract } from './contracts.ts';
import { decide } from './decide.ts';
import { type ContractKind, type Declaration, toDeclaration } from './declaration.ts';
import { finishDeclaration } from './finish.ts';
import { queueOutcome } from './outcome-mail.ts';
import { say } from '../say.ts';

/** Which contract a declaration is found to be about. */
export interface Match {
  declarationId: number;
  about: ContractKind;
  contractId: number;
  /** Its owner wants it to end now, and not with what is paid for. */
  atOnce?: boolean;
}

/**
 * Ties a declaration to its contract, decides by the time when it was received, and carries it out. What Stripe or a
 * crash keeps from being done now the sweep does. Matching it again to the same contract changes nothing.
 * @throws NotFound; Conflict where it is matched to another, or refused
 */
export async function matchDeclaration(
  services: Services,
  actor: Actor,
  match: Match,
  now: Date = new Date(),
): Promise<Declaration> {
  // Its owner has proved by a link, or in their account, that it is theirs.
  if (actor.kind !== 'subscriber') demand(actor, 'memberships.change');
  await services.db.transaction().execute((trx) => tie(trx, actor, match, now));
  await finishDeclaration(services, match.declarationId, now);
  return requireDeclaration(services.db, match.declarationId);
}

async function tie(
  trx: Db,
  actor: Actor,
  { declarationId, about, contractId, atOnce = false }: Match,
  now: Date,
): Promise<void> {
  const declaration = await holdDeclaration(trx, declarationId);
  await lockContract(trx, about, contractId);
  const contract = await requireContract(trx, about, contractId);
  await refuseOtherMode(trx, contract);
  const tied = { about, membershipId: contract.membership?.id ?? null, giftId: contract.gift?.id ?? null };
  if (declaration.state !== 'received') {
    const isSame =
      declaration.about === about && (declaration.giftId ?? declaration.membershipId) === contract.id;
    if (isSame) return;
    throw new Conflict(say.declarationSettled(declarationId, declaration.state));
  }
  const decision = await decide(trx, declaration, contract, { now, bills: null });
  const { outcome, endsAt, refunds, mayUntil, isCounted } = decision;
  const matched = { ...tied, matchedBy: describeActor(actor), matchedAt: now };
  if (outcome === 'too-late') {
    const reason = `one might withdraw until ${mayUntil?.toISOString() ?? ''}`;
    await updateDeclaration(trx, declarationId, { ...matched, state: 'refused', reason, doneAt: now });
    await queueOutcome(trx, declaration, now);
  } else
    await updateDeclaration(trx, declarationId, {
      ...matched,
      state: 'matched',
      endsAt: atOnce ? now : endsAt,
      refunds,
      countedAt: isCounted ? now : null,
    });
  await recordAudit(trx, actor, 'declaration.match', `declaration:${declarationId}`, { about, contractId });
}

/** What was bought in the other mode, as while it was all tried out, is no contract now. */
async function refuseOtherMode(trx: Db, { membership, gift, about, id }: Contract): Promise<void> {
  const livemode =
    gift === null ? (membership?.livemode ?? null) : await selectModeOfCheckout(trx, gift.checkoutId);
  const mode = await selectMode(trx);
  if (livemode === null || mode === null || livemode === mode) return;
  throw new Conflict(
    `${about} ${id} was bought in ${livemode ? 'live' : 'test'} mode; Stripe’s key is of the other`,
  );
}

/**
 * Refuses a declaration, as that of somebody who has no contract here; its sender is told why.
 * @throws NotFound; Conflict where it is not open
 */
export async function refuseDeclaration(
  services: Services,
  actor: Actor,
  { declarationId, reason }: { declarationId: number; reason: string },
  now: Date = new Date(),
): Promise<Declaration> {
  demand(actor, 'memberships.change');
  await services.db.transaction().execute(async (trx) => {
    const declaration = await holdDeclaration(trx, declarationId);
    if (declaration.state !== 'received')
      throw new Conflict(say.declarationNotOpen(declarationId, declaration.state));
    const matchedBy = describeActor(actor);
    await updateDeclaration(trx, declarationId, { state: 'refused', reason, matchedBy, doneAt: now });
    await queueOutcome(trx, declaration, now);
    const who = describeHash(declaration.addressHash);
    await recordAudit(trx, actor, 'declaration.refuse', `declaration:${declarationId}`, { reason, who });
  });
  await services.jobs.hint('send-service-mails', [{}]);
  return requireDeclaration(services.db, declarationId);
}

/**
 * One declaration by its id.
 * @throws NotFound
 */
export async function requireDeclaration(db: Db, id: number): Promise<Declaration> {
  const row = await selectDeclaration(db, id);
  if (row === undefined) throw new NotFound(say.noDeclaration(id));
  return toDeclaration(row);
}

async function holdDeclaration(trx: Db, id: number): Promise<Declaration> {
  const row = await lockDeclaration(trx, id);
  if (row === undefined) throw new NotFound(say.noDeclaration(id));
  return toDeclaration(row);
}
