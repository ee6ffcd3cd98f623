import { hashAddress } from '../../address-hash.ts';
import { queueServiceMail } from '../../delivery/service-mails.ts';
import type { Services } from '../../services.ts';
import { parseAddress } from '../../subscribers/address.ts';
import { readIp } from '../../text/ip-address.ts';
import { hashToken } from '../../tokens.ts';
import {
  countDeclarations,
  insertDeclaration,
  lockDeclaring,
  selectDeclarationByRequest,
} from '../queries/declarations.ts';
import { type Declaration, toDeclaration } from './declaration.ts';
import type { Typed } from './typed.ts';

const day = 24 * 3_600_000;
const receiptsADay = 3;
// A receipt is a proof: it is tried for days.
const receiptMs = 3 * day;

/**
 * Receives a declaration: it counts from now on. Its receipt is queued to the address given, three a day at the most,
 * with a link by which the address's owner matches it. A form that is sent again is the same declaration.
 */
export async function declare(
  services: Services,
  typed: Typed,
  { ip, userAgent }: { ip: string | null; userAgent: string | null },
  now: Date = new Date(),
): Promise<Declaration> {
  const { address, key } = parseAddress(typed.address);
  const addressHash = hashAddress(services.config.suppressionKey, key);
  const requestHash = hashToken(typed.once);
  const values = {
    kind: typed.kind,
    requestHash,
    about: typed.about,
    name: typed.name,
    address,
    addressHash,
    contract: typed.contract,
    language: typed.language,
    ip: readIp(ip ?? ''),
    userAgent: userAgent?.slice(0, 500) ?? null,
    receivedAt: now,
  };
  const row = await services.db.transaction().execute(async (trx) => {
    await lockDeclaring(trx, addressHash);
    const before = await countDeclarations(trx, addressHash, new Date(now.getTime() - day));
    const stored = await insertDeclaration(trx, values);
    if (stored === undefined) return selectDeclarationByRequest(trx, requestHash);
    if (before < receiptsADay)
      await queueServiceMail(trx, {
        kind: 'declaration-receipt',
        idempotencyKey: `declaration-receipt:${stored.id}`,
        subscriberId: null,
        address,
        addressHash,
        language: typed.language,
        props: { declarationId: stored.id },
        expiresAt: new Date(now.getTime() + receiptMs),
        priority: 15,
      });
    return stored;
  });
  await services.jobs.hint('send-service-mails', [{}]);
  return toDeclaration(row);
}
