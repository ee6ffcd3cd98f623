import { randomUUID } from 'node:crypto';
import { type Actor, describeActor } from '../../access/actor.ts';
import { Conflict, NotFound } from '../../errors.ts';
import { type Sender, senderFor, writeSender } from '../../publication/senders.ts';
import type { Db } from '../../db.ts';
import type { Services } from '../../services.ts';
import { mailOwners } from '../mail-owners.ts';
import { say } from '../say.ts';

export interface SenderChange {
  /** Null: the default, which service mail uses. */
  newsletterId: number | null;
  sender: Sender;
  /** What stood there when its form was made, as `seenSender` says it; null: whatever stands there. */
  seen: string | null;
}

/**
 * Sets the sender of a newsletter, or the default one, and mails every owner what it was and is. That mail comes from
 * the sender before: a new one may be nobody's, and its mail arrive nowhere.
 * @throws InvalidInput; Conflict where somebody has changed it meanwhile; Forbidden, SignInAgain
 */
export async function changeSender(
  services: Services,
  actor: Actor,
  { newsletterId, sender, seen }: SenderChange,
  now: Date = new Date(),
): Promise<Sender> {
  const after = await services.db.transaction().execute(async (trx) => {
    const before = await senderBefore(trx, newsletterId);
    const from = await senderBefore(trx, null);
    const changed = await writeSender(trx, actor, newsletterId, sender);
    if (seen !== null && seen !== seenSender(changed.before)) throw new Conflict(say.senderChanged);
    if (before !== null && !isSame(before, changed.after)) {
      const props = { newsletterId, before, after: changed.after, from, by: describeActor(actor), at: now };
      await mailOwners(services, trx, { kind: 'sender-changed', key: randomUUID(), props }, now);
    }
    return changed.after;
  });
  await services.jobs.hint('send-service-mails', [{}]);
  return after;
}

/** A sender as a form carries it, so that one is not changed that has not been seen. */
export function seenSender(sender: Sender | null): string {
  if (sender === null) return '';
  const { fromName, fromAddress, replyTo } = sender;
  return JSON.stringify([fromName, fromAddress, replyTo]);
}

/** Whom mail came from until now; null where no sender was set. */
export async function senderBefore(db: Db, newsletterId: number | null): Promise<Sender | null> {
  try {
    return await senderFor(db, newsletterId);
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

function isSame(one: Sender, other: Sender): boolean {
  return seenSender(one) === seenSender(other);
}
