import type { Db } from '../db.ts';
import type { Envelope } from '../delivery/compile.ts';
import type { Newsletter } from '../publication/newsletters.ts';
import { senderFor } from '../publication/senders.ts';
import type { Services } from '../services.ts';
import type { Edition } from './edition.ts';

/** What stands around an edition's mails. */
export async function envelopeOf(
  db: Db,
  { config }: Services,
  edition: Edition,
  newsletter: Newsletter,
  now: Date,
): Promise<Envelope> {
  const { fromName, fromAddress, replyTo } = await senderFor(db, newsletter.id);
  const domain = fromAddress.split('@')[1] ?? '';
  const { hostname } = new URL(config.publicUrl);
  return {
    fromName,
    fromAddress,
    replyTo,
    listName: newsletter.name,
    listId: `${newsletter.slug}.${hostname}`,
    feedbackId: `${edition.id}:${newsletter.slug}:bulk:${domain
      .replace(/[^a-z0-9]/gi, '')
      .slice(0, 15)
      .padEnd(5, '0')}`,
    messageIdDomain: domain,
    date: now.toUTCString().replace('GMT', '+0000'),
    publicUrl: config.publicUrl,
  };
}
