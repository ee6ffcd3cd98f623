import MailComposer from 'nodemailer/lib/mail-composer';
import type { Mail } from '../../emails/index.ts';
import type { Sender } from '../publication/senders.ts';

interface Heading {
  address: string;
  messageId: string;
  createdAt: Date;
}

/** A service mail's bytes. It says that a program made it (RFC 3834), and is of no list. */
export async function composeServiceMail(
  sender: Sender,
  { address, messageId, createdAt }: Heading,
  { subject, html, text }: Mail,
): Promise<Buffer> {
  const composer = new MailComposer({
    from: { name: sender.fromName, address: sender.fromAddress },
    to: { name: '', address },
    ...(sender.replyTo === null ? {} : { replyTo: sender.replyTo }),
    subject,
    text,
    html,
    messageId,
    date: createdAt,
    headers: { 'Auto-Submitted': 'auto-generated' },
    textEncoding: 'quoted-printable',
    encoding: 'quoted-printable',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const built = await composer.compile().build();
  // The relay is given bytes as they are; a line that ends in any other way would be one of SMTP's own.
  return Buffer.from(built.toString('latin1').replace(/\r\n?|\n/g, '\r\n'), 'latin1');
}
