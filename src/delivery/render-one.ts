import { audienceName } from './mails.ts';
import { compileMail, escapedFor, type RenderedMail, spliceMail } from './compile.ts';

export interface OneReader {
  address: string;
  name: string;
  audience: string;
}

/** One reader's mail as bytes, as HTML or as text, with links that act for nobody. */
export function renderOne(
  mail: RenderedMail,
  { address, name, audience }: OneReader,
  as: 'eml' | 'html' | 'text',
): string {
  const { publicUrl, messageIdDomain } = mail.envelope;
  const values = {
    address,
    name,
    messageId: `<preview@${messageIdDomain}>`,
    unsubscribe: `${publicUrl}/unsubscribe/preview`,
    preferences: `${publicUrl}/preferences/preview`,
    link: (number: number) => `${publicUrl}/c/preview.${number}`,
  };
  if (as === 'eml') return spliceMail(compileMail(mail, audience), values).toString('utf8');
  return escapedFor(mail[as], audience, values, as === 'html');
}

// As long as links are in a mail that is sent: an HMAC and two ids, or a purpose's own token.
const longestToken = 'x'.repeat(72);

/** The bytes of a mail's HTML for whichever audience gets the most, with links as long as they will be. */
export function largestAsSent({ html }: Pick<RenderedMail, 'html'>, publicUrl: string): number {
  const reader = {
    address: 'a'.repeat(60),
    name: '',
    messageId: '',
    unsubscribe: `${publicUrl}/unsubscribe/${longestToken}`,
    preferences: `${publicUrl}/preferences/${longestToken}`,
    link: () => `${publicUrl}/c/${longestToken}`,
  };
  const sizes = [true, false].map((patron) =>
    Buffer.byteLength(escapedFor(html, audienceName(patron), reader, true)),
  );
  return Math.max(...sizes);
}
