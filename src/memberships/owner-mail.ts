import { foldAddress, hashAddress } from '../address-hash.ts';
import type { Db } from '../db.ts';
import { queueServiceMail } from '../delivery/service-mails.ts';
import { loadPublication } from '../publication/publication.ts';
import type { Services } from '../services.ts';

export interface OwnerMail {
  kind: string;
  /** Two with one key are one mail. */
  key: string;
  props: object;
  expiresAt: Date;
}

/** Queues a mail to the publication's contact address, where there is one: something that staff should see to. */
export async function queueOwnerMail(
  db: Db,
  { config }: Services,
  { kind, key: idempotencyKey, props, expiresAt }: OwnerMail,
): Promise<void> {
  const publication = await loadPublication(db);
  const address = publication?.contactAddress ?? null;
  const folded = address === null ? null : foldAddress(address);
  if (publication === null || address === null || folded === null) return;
  const { language } = publication;
  const to = {
    subscriberId: null,
    address,
    addressHash: hashAddress(config.suppressionKey, folded),
    language,
  };
  await db
    .transaction()
    .execute((trx) =>
      queueServiceMail(trx, { kind, idempotencyKey, ...to, props, expiresAt, stream: 'staff' }),
    );
}
