import type { Db } from '../../db.ts';
import type { InboundConfig } from '../../inbound-settings.ts';
import { selectMailbox } from '../queries/inbound.ts';

/** A mailbox as it is kept and shown: without its password. */
export function mailboxName(url: URL): string {
  const { protocol, username, host } = url;
  return `${protocol}//${username}@${host}/${folderOf(url)}`;
}

/** The folder that is read. */
export function folderOf({ pathname }: URL): string {
  return decodeURIComponent(pathname.slice(1)) || 'INBOX';
}

/** Why the mailbox could not be read the last time; null where it could, or none is set. */
export async function mailboxFault(db: Db, { imapUrl }: InboundConfig): Promise<string | null> {
  if (imapUrl === null) return null;
  const name = mailboxName(new URL(imapUrl));
  const error = (await selectMailbox(db, name))?.error ?? null;
  return error === null ? null : `${name} cannot be read: ${error}`;
}
