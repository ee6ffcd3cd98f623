import type { Config } from '../config.ts';
import type { Envelope } from '../delivery/compile.ts';
import type { Newsletter } from '../publication/newsletters.ts';
import type { Sender } from '../publication/senders.ts';
import type { Edition } from './edition.ts';

/** What stands above an edition's mails and is approved with them: who writes, and of which list. */
export interface Heading extends Sender {
  listName: string;
  /** RFC 2919. */
  listId: string;
  newsletter: string;
}

export function headingOf(sender: Sender, { name, slug }: Newsletter, publicUrl: string): Heading {
  const { fromName, fromAddress, replyTo } = sender;
  const listId = `${slug}.${new URL(publicUrl).hostname}`;
  return { fromName, fromAddress, replyTo, listName: name, listId, newsletter: slug };
}

/** What stands around an edition's mails when they go out. */
export function envelopeOf(
  { publicUrl }: Pick<Config, 'publicUrl'>,
  { id }: Pick<Edition, 'id'>,
  { newsletter, ...heading }: Heading,
  now: Date,
): Envelope {
  const domain = heading.fromAddress.split('@')[1] ?? '';
  // Gmail wants 5 to 15 characters, always the same for a sender.
  const senderId = domain
    .replace(/[^a-z0-9]/gi, '')
    .slice(0, 15)
    .padEnd(5, '0');
  return {
    ...heading,
    feedbackId: `${id}:${newsletter}:bulk:${senderId}`,
    messageIdDomain: domain,
    date: now.toUTCString().replace('GMT', '+0000'),
    publicUrl,
  };
}
