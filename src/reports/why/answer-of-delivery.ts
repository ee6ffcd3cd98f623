import type { Db } from '../../db.ts';
import type { readSendState } from '../../delivery/read-send.ts';
import type { Life } from '../../delivery/show-delivery.ts';
import { selectActOn } from '../queries/why.ts';
import type { Answer } from './answer.ts';

type Send = NonNullable<Awaited<ReturnType<typeof readSendState>>>;

/** The answer that a row of the ledger gives, with what came back of it later. */
export async function answerOf(db: Db, send: Send, life: Life, now: Date): Promise<Answer> {
  const { state, updatedAt: at, reply, reason } = life;
  switch (state) {
    case 'sent':
      return backOf(life) ?? { kind: 'sent', at, relay: life.relay, reply };
    case 'uncertain':
      return { kind: 'uncertain', at, reason };
    case 'sending':
      return { kind: 'in-hand', since: at };
    case 'waiting':
      return life.attempts === 0 && life.dueAt > now
        ? { kind: 'morning', dueAt: life.dueAt }
        : { kind: 'queued', paused: send.state === 'paused', reason: send.reason };
    case 'deferred':
      return { kind: 'deferred', reply, reason, attempts: life.attempts, nextAt: life.dueAt };
    case 'failed':
      return failureOf(life, send);
    case 'suppressed':
      return suppressionOf(life, send);
    case 'cancelled': {
      const act = await selectActOn(db, life.editionId, 'send.cancel');
      return { kind: 'cancelled', at: act?.at ?? null, by: act?.actor ?? null };
    }
  }
}

/** The mail was taken, and came back. */
function backOf({ updatedAt, reports }: Life): Answer | null {
  const back = reports.find(
    (one) => one.kind === 'bounce' && one.undoneAt === null && one.source !== 'delivery',
  );
  if (back === undefined) return null;
  return {
    kind: 'bounced-later',
    at: updatedAt,
    back: back.at,
    reply: [back.status, back.reply].filter((part) => part !== '').join(' '),
    hard: back.class === 'hard',
  };
}

function failureOf({ replyClass, reply, updatedAt: at, attempts }: Life, { expiresAt }: Send): Answer {
  if (replyClass === 'sender') return { kind: 'our-fault', at, reply };
  if (replyClass === 'expired' || (replyClass === null && reply === null))
    return { kind: 'expired', attempts, reply, expiresAt };
  return { kind: 'refused', at, reply };
}

/** What stops somebody may have stood at the launch, or have been said while it went out. */
function suppressionOf(
  { reason, withdrawn, suppressions, newsletterId }: Life,
  { launchedAt }: Send,
): Answer {
  const why = reason ?? withdrawn ?? '';
  const own = suppressions.filter(
    (one) => one.reason === why && (one.newsletterId === null || one.newsletterId === newsletterId),
  );
  const one = own.at(-1);
  const at = one?.createdAt ?? null;
  return {
    kind: 'suppressed',
    reason: why,
    at,
    before: at === null ? withdrawn === null : at <= launchedAt,
    lifted: one?.liftedAt ?? null,
  };
}
