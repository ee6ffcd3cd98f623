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
