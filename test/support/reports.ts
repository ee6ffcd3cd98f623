import type { Report, ReportRecipient } from '../../src/delivery/bounces/report.ts';
import { addressFor, serviceMailReference } from '../../src/delivery/inbound/addresses.ts';
import type { Incoming } from '../../src/delivery/inbound/incoming.ts';
import type { Newsletter } from '../../src/publication/newsletters.ts';
import type { Services } from '../../src/services.ts';
import type { AddressPurpose } from '../../src/tokens.ts';
import { addReaders } from './cast.ts';
import { launchTestSend } from './send.ts';

export const inboundDomain = 'in.courier.example';

export const failures = {
  hard: { address: '', status: '5.1.1', class: 'hard', reply: '550 5.1.1 user unknown' },
  full: { address: '', status: '4.2.2', class: 'soft', reply: '452 4.2.2 mailbox full' },
  throttled: { address: '', status: '4.7.28', class: 'soft', reply: '421 4.7.28 unusual rate of mail' },
  ours: { address: '', status: '5.7.26', class: 'sender', reply: '550 5.7.26 not authenticated' },
} satisfies Record<string, ReportRecipient>;

/** A reader to whom a mail has been sent. */
export interface Mailed {
  editionId: number;
  subscriberId: number;
  address: string;
}

/** Sends an edition to so many new readers, without a relay; gives them as they stand in the ledger. */
export async function sendToReaders(
  services: Services,
  newsletter: Newsletter,
  count: number,
): Promise<Mailed[]> {
  await addReaders(services, newsletter, count);
  return sendEdition(services, newsletter);
}

/** Another edition to all who read the newsletter. */
export async function sendEdition(
  services: Services,
  newsletter: Newsletter,
  at = new Date(),
): Promise<Mailed[]> {
  const editionId = await launchTestSend(services, newsletter);
  const rows = await services.db
    .updateTable('deliveries')
    .set({ state: 'sent', updatedAt: at })
    .where('editionId', '=', editionId)
    .where('state', '=', 'waiting')
    .returning(['subscriberId', 'address'])
    .execute();
  return rows
    .map((row) => ({ editionId, ...row }))
    .toSorted((one, other) => one.subscriberId - other.subscriberId);
}

/** One of the addresses that a mail of ours has: of a delivery, or of a service mail by its id. */
export function ownAddress(
  { tokens }: Services,
  purpose: AddressPurpose,
  mail: Omit<Mailed, 'address'> | number,
): string {
  const { editionId, subscriberId } = typeof mail === 'number' ? serviceMailReference(mail) : mail;
  return addressFor(
    purpose,
    tokens.forDelivery(editionId, subscriberId).forAddresses()[purpose],
    inboundDomain,
  );
}

/** The state of a reader's only subscription. */
export async function subscribedTo(
  { db }: Services,
  { subscriberId }: Pick<Mailed, 'subscriberId'>,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('subscriptions')
    .select('state')
    .where('subscriberId', '=', subscriberId)
    .executeTakeFirst();
  return row?.state;
}

/** How many rows a table has. */
export async function countRows(
  { db }: Services,
  table: 'suppressions' | 'reports' | 'inboundMails',
): Promise<number> {
  const { count } = await db
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

let counter = 0;

/** Something that came back by mail to these addresses. */
export function cameBack(report: Partial<Report> & Pick<Report, 'kind'>, addresses: string[] = []): Incoming {
  counter += 1;
  const original = { messageId: '', returnPath: '', unsubscribe: '', ...report.original };
  return {
    source: 'smtp',
    externalId: `test-${counter}`,
    addresses,
    report: { recipients: [], feedback: null, reason: null, ...report, original },
  };
}
