import { type Actor, describeActor } from '../../access/actor.ts';
import { demand } from '../../access/demand.ts';
import type { Db } from '../../db.ts';
import type { Services } from '../../services.ts';
import { selectOpenConflicts, selectStandingElsewhere, settleConflicts } from '../queries/changes.ts';
import { type Answer, answer } from './answer.ts';
import { auditedSave } from './audited-save.ts';
import type { Operation } from './contract.ts';
import { type Held, readComposed } from './hold.ts';
import { toChange } from './log.ts';
import { onceOnly, type Request } from './once-only.ts';
import { articlesIn } from './plan-remove.ts';
import { type Planned, planSteps, type Step } from './plan-steps.ts';
import { prepareSteps } from './prepare.ts';

export type ChangeRequest = Pick<Request, 'editionId' | 'once' | 'takesBack'> & { changes: Operation[] };

/**
 * Changes an edition by operations, which are joined with what others have changed meanwhile: nothing that anybody has
 * written is lost. The same `once` again changes nothing, and gives what came of it. An approval is taken back, and so is
 * that of a correction of what is going out.
 * @throws NotFound; Conflict where it has gone out to everybody, or was cancelled
 */
export async function applyChanges(
  services: Services,
  actor: Actor,
  { editionId, changes, once, takesBack }: ChangeRequest,
  now: Date = new Date(),
): Promise<Answer> {
  demand(actor, 'editions.write', now);
  const { db } = services;
  // Articles, pictures and ballots are looked up before the edition is held, which would else wait for other servers.
  const steps = await prepareSteps(services, await readComposed(db, editionId), changes);
  const outcomes = await onceOnly(db, { editionId, actor, once, takesBack }, async (trx, held) => {
    const planned = await planHeld(trx, actor, held, steps, now);
    await auditedSave(trx, actor, held, planned, {}, now);
    return planned.outcomes;
  });
  return answer(db, actor, editionId, outcomes);
}

/** Plans steps on an edition that is held. */
export async function planHeld(
  trx: Db,
  actor: Actor,
  { edition, doc, version }: Held,
  steps: Step[],
  now: Date,
): Promise<Planned> {
  const inserted = steps
    .map(({ prepared }) => Number(prepared.fields?.['articleId'] ?? 0))
    .filter((id) => id > 0);
  const ids = [...inserted, ...articlesIn(doc.removed)];
  const others = { newsletterId: edition.newsletterId, except: edition.id };
  const planned = planSteps(doc, steps, {
    by: describeActor(actor),
    now: now.toISOString(),
    version,
    open: (await selectOpenConflicts(trx, edition.id)).map(toChange),
    elsewhere: await selectStandingElsewhere(trx, others, ids),
  });
  await settleConflicts(trx, edition.id, planned.replaced, 'replaced');
  return planned;
}
