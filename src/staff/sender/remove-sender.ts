import { randomUUID } from 'node:crypto';
import { type Actor, describeActor } from '../../access/actor.ts';
import { Conflict } from '../../errors.ts';
import { eraseSender, type Sender } from '../../publication/senders.ts';
import type { Services } from '../../services.ts';
import { mailOwners } from '../mail-owners.ts';
import { say } from '../say.ts';
import { seenSender } from './change-sender.ts';

export interface SenderRemoval {
  newsletterId: number;
  /** What stood there when it was asked, as `seenSender` says it; null: whatever stands there. */
  seen: string | null;
}

/**
 * Takes a newsletter's own sender away, so that its mail comes from the default one, and mails every owner what it was and
 * is. Asked for twice it is the same as once.
 * @returns whom its mail comes from then
 * @throws Conflict where somebody has changed it meanwhile, or there is no default one; Forbidden, SignInAgain
 */
export async function removeSender(
  services: Services,
  actor: Actor,
  { newsletterId, seen }: SenderRemoval,
  now: Date = new Date(),
): Promise<Sender> {
  const sender = await services.db.transaction().execute(async (trx) => {
    const { before, after } = await eraseSender(trx, actor, newsletterId);
    if (before === null) return after;
    if (seen !== null && seen !== seenSender(before)) throw new Conflict(say.senderChanged);
    if (seenSender(before) !== seenSender(after)) {
      const props = { newsletterId, before, after, from: after, by: describeActor(actor), at: now };
      await mailOwners(services, trx, { kind: 'sender-changed', key: randomUUID(), props }, now);
    }
    return after;
  });
  await services.jobs.hint('send-service-mails', [{}]);
  return sender;
}
