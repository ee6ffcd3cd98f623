import { type Actor, describeActor } from '../../access/actor.ts';
import { demand } from '../../access/demand.ts';
import type { Db } from '../../db.ts';
import { Conflict, NotFound } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { selectStandingElsewhere } from '../queries/changes.ts';
import { type Answer, answer } from './answer.ts';
import { auditedSave } from './audited-save.ts';
import { allItems, articleIdOf } from './document.ts';
import { documentAt } from './document-at.ts';
import { Draft } from './draft.ts';
import type { Held } from './hold.ts';
import { onceOnly, type Request } from './once-only.ts';
import type { Outcome } from './plan-steps.ts';
import { rewritten } from './rewritten.ts';
import { say } from '../say.ts';

export interface RestoreRequest {
  editionId: number;
  base: number;
  version: number;
  once: string;
  takesBack?: Request['takesBack'];
}

/**
 * Makes an edition what it was at a version, as a new change that can be undone. What has come since is among the
 * removed then; stories that stand in another edition by now are, too.
 * @throws NotFound; Conflict where it was changed since it was looked at, or cannot be changed any more
 */
export async function restoreTo(
  { db }: Services,
  actor: Actor,
  { editionId, base, version, once, takesBack }: RestoreRequest,
  now: Date = new Date(),
): Promise<Answer> {
  demand(actor, 'editions.write', now);
  const outcomes = await onceOnly(db, { editionId, actor, once, takesBack }, (trx, held) =>
    restoreHeld(trx, actor, held, { base, version }, now),
  );
  return answer(db, actor, editionId, outcomes);
}

async function restoreHeld(
  trx: Db,
  actor: Actor,
  held: Held,
  { base, version }: { base: number; version: number },
  now: Date,
): Promise<Outcome[]> {
  const { edition } = held;
  if (version > held.version) throw new NotFound(say.noVersion(edition.id, version));
  if (base !== held.version) throw new Conflict(say.changedBefore);
  const then = await documentAt(trx, held, version);
  const ids = allItems(then)
    .map(articleIdOf)
    .filter((id) => id !== null);
  const others = { newsletterId: edition.newsletterId, except: edition.id };
  const elsewhere = await selectStandingElsewhere(trx, others, ids);
  const draft = new Draft(held.doc);
  draft.whole(rewritten(held.doc, then, { by: describeActor(actor), now: now.toISOString(), elsewhere }));
  const entries = [{ operation: { op: 'rewrite', version } as const, effects: draft.effects }];
  await auditedSave(trx, actor, held, { doc: draft.doc, entries }, {}, now);
  return [{ outcome: 'done' }];
}
