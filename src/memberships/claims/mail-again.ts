import { hashAddress } from '../../address-hash.ts';
import type { Services } from '../../services.ts';
import { parseAddress } from '../../subscribers/address.ts';
import { hasSender, queueMemberMail } from '../notices/queue-mail.ts';
import { selectUnclaimedOf } from '../queries/claims.ts';
import { noteTold } from '../queries/notices.ts';

const mailsADay = 3;

/**
 * Mails the links of what this address has paid for and not claimed once more, three times a day at the most. The caller
 * learns nothing about the address.
 * @throws InvalidInput for a wrong address
 */
export async function mailClaimsAgain(
  services: Services,
  text: string,
  now: Date = new Date(),
): Promise<void> {
  const { db, config, jobs } = services;
  const { key } = parseAddress(text);
  const ids = await selectUnclaimedOf(db, hashAddress(config.suppressionKey, key));
  if (ids.length > 0 && (await hasSender(db))) for (const id of ids) await mailAgain(services, id, now);
  await jobs.hint('send-service-mails', [{}]);
}

async function mailAgain({ db }: Services, membershipId: number, now: Date): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (let count = 1; count <= mailsADay; count += 1) {
      const key = `claim:${membershipId}:asked-${now.toISOString().slice(0, 10)}-${count}`;
      if (!(await noteTold(trx, key, membershipId, now))) continue;
      await queueMemberMail(trx, { membershipId, kind: 'claim-membership', key }, now);
      return;
    }
  });
}
