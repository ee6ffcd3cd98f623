import { createHash } from 'node:crypto';
import type { Services } from '../../services.ts';
import { insertInboundMail } from '../queries/inbound.ts';

export interface InboundMail {
  source: 'smtp' | 'imap';
  recipients: string[];
  /** The sender of the envelope; empty for what reports on another mail. */
  mailFrom: string;
  raw: Buffer;
}

/**
 * Keeps a mail as it came in, for good once this resolves; it is read afterwards. The same bytes to the same recipients
 * count once; from a mailbox the same bytes do, whose recipients are only read out of them.
 * @returns false where it is kept already
 */
export async function storeMail({ db }: Pick<Services, 'db'>, mail: InboundMail): Promise<boolean> {
  const { source, recipients, raw } = mail;
  const envelope = source === 'smtp' ? `${recipients.toSorted().join(' ')}\n` : '';
  const digest = createHash('sha256').update(envelope).update(raw).digest();
  return (await insertInboundMail(db, { ...mail, digest })) !== null;
}
