import { eachByItself } from '../../each-by-itself.ts';
import type { Services } from '../../services.ts';
import { hasSender, queueMemberMail } from '../notices/queue-mail.ts';
import { advanceDunning, selectDueDunnings, takeDunning } from '../queries/dunnings.ts';
import { nextOf } from './series.ts';

const page = 100;

/**
 * Queues the mails about failed payments that are due, each once however many do this at the same time. A step that an
 * outage has left behind is passed over for the latest.
 */
export async function sendDueDunnings(services: Services, now: Date = new Date()): Promise<void> {
  const { db, jobs, log } = services;
  if (!(await hasSender(db))) return;
  let queued = 0;
  await eachByItself(
    (last) => selectDueDunnings(db, last, now, page),
    async ({ id }) => {
      if (await takeStep(services, id, now)) queued += 1;
    },
    (error, { id }) =>
      log.error({ err: error, dunning: id }, 'a mail about a failed payment could not be queued'),
  );
  if (queued > 0) await jobs.hint('send-service-mails', [{}]);
}

function takeStep({ db }: Services, id: number, now: Date): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const dunning = await takeDunning(trx, id);
    if (dunning === undefined) return false;
    const { due, nextAt } = nextOf(dunning, now);
    await advanceDunning(trx, id, { ...(due === null ? {} : { step: due }), nextAt });
    if (due === null) return false;
    const { membershipId, graceUntil } = dunning;
    const mail = {
      membershipId,
      kind: 'payment-failed',
      key: `dunning:${id}:${due}`,
      props: { dunningId: id, step: due },
      // Late, it would stand beside the next one.
      expiresAt: nextAt ?? graceUntil,
    };
    return queueMemberMail(trx, mail, now);
  });
}
