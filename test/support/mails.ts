import PostalMime from 'postal-mime';
import { sendServiceMails } from '../../src/delivery/service-mails.ts';
import { createTransport } from '../../src/delivery/transport.ts';
import { serviceMails } from '../../src/service-mails.ts';
import type { Services } from '../../src/services.ts';
import type { Relay } from './relay.ts';

// Each is read once, however often a test asks for all.
const read = new WeakMap<object, ReturnType<typeof PostalMime.parse>>();

function parse(mail: Relay['received'][number]): ReturnType<typeof PostalMime.parse> {
  const known = read.get(mail) ?? PostalMime.parse(mail.raw);
  read.set(mail, known);
  return known;
}

/** Sends the service mails that are due to a test's relay, and gives those it has received in all, read. */
export async function sendAndRead(services: Services, relay: Relay) {
  const transport = createTransport({ ...services.config, smtpUrl: relay.url });
  await sendServiceMails(services, transport, serviceMails, new AbortController().signal);
  transport.close();
  return Promise.all(relay.received.map(parse));
}

/** The path of the link in a mail's text whose path begins so. */
export function linkIn(text: string | undefined, beginning: string): string {
  const found = new RegExp(`https?://[^/\\s]+(/${beginning}/\\S+)`).exec(text ?? '')?.[1];
  if (found === undefined) throw new Error(`no link /${beginning}/… in: ${text}`);
  return found;
}
