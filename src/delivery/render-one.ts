import { voteLink } from './links.ts';
import { compileMail, escapedFor, type RenderedMail, spliceMail } from './compile.ts';
import { appealSegment, segmentsOf, type Shown } from './segments.ts';

export interface OneReader {
  address: string;
  name: string;
  shown: Shown;
}

/** One reader's mail as bytes, as HTML or as text, with links that act for nobody. */
export function renderOne(
  mail: RenderedMail,
  { address, name, shown }: OneReader,
  as: 'eml' | 'html' | 'text',
): string {
  const { publicUrl, messageIdDomain } = mail.envelope;
  const values = {
    address,
    name,
    messageId: `<preview@${messageIdDomain}>`,
    unsubscribe: `${publicUrl}/unsubscribe/preview`,
    preferences: `${publicUrl}/preferences/preview`,
    support: `${publicUrl}/support`,
    why: `${publicUrl}/why/preview`,
    vote: (_id: number, slug: string) => voteLink(publicUrl, slug, 'preview'),
    link: (number: number) => `${publicUrl}/c/preview.${number}`,
  };
  if (as === 'eml') return spliceMail(compileMail(mail, shown), values).toString('utf8');
  return escapedFor(mail[as], shown, values, as === 'html');
}

// As long as links are in a mail that is sent: an HMAC and two ids, or a purpose's own token.
const longestToken = 'x'.repeat(72);

/** The bytes of a mail's HTML for whoever may be shown the most, with links as long as they will be. */
export function largestAsSent(mail: Pick<RenderedMail, 'html' | 'text'>, publicUrl: string): number {
  const reader = {
    address: 'a'.repeat(60),
    name: '',
    messageId: '',
    unsubscribe: `${publicUrl}/unsubscribe/${longestToken}`,
    preferences: `${publicUrl}/preferences/${longestToken}`,
    support: `${publicUrl}/support?r=${longestToken}`,
    why: `${publicUrl}/why/${longestToken}`,
    vote: (_id: number, slug: string) => voteLink(publicUrl, slug, longestToken),
    link: () => `${publicUrl}/c/${longestToken}`,
  };
  const all = segmentsOf([mail]);
  const most = [
    new Set(all.filter((name) => name !== appealSegment)),
    new Set(['reader', ...all.filter((name) => name !== 'patron' && !name.startsWith('tier:'))]),
  ];
  return Math.max(...most.map((shown) => Buffer.byteLength(escapedFor(mail.html, shown, reader, true))));
}
