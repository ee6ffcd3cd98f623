import { z } from 'zod';
import { escapeHtml } from '../escape.ts';
import { compilePage } from '../layout.ts';
import { createLook } from '../look.ts';
import { callToAct, column, paragraphs, prose, rule, section } from '../parts.ts';
import { ruler, stack, underline, wrap } from '../plain.ts';
import { directionOf, textsOf } from '../texts.ts';
import type { Context, Mail, PublicationProps } from '../types.ts';

/** What every message knows: who writes, in which language. */
export interface MessageFrame {
  publication: PublicationProps;
  language: string;
  baseUrl: string;
}

export interface MessageKind<P> {
  schema: z.ZodType<P>;
  content(props: P, frame: MessageFrame): MessageContent;
  sample: P;
}

export interface MessageContent {
  subject: string;
  title: string;
  paragraphs: string[];
  list?: { label: string; items: string[] };
  button: { label: string; url: string };
  small: string;
}

export function defineMessage<P>(kind: MessageKind<P>): MessageKind<P> {
  return kind;
}

export const link: z.ZodType<string> = z.url({ protocol: /^https?$/ });

/** Lays a message out in the publication's look: what it is about, one button, and who sent it. */
export async function layOutMessage(
  content: MessageContent,
  { publication, language, baseUrl }: MessageFrame,
): Promise<Mail> {
  const rtl = directionOf(language) === 'rtl';
  const texts = textsOf(language);
  const nobody = { address: null, unsubscribe: null, preferences: null, viewOnline: null, subscribe: null };
  const context: Context = {
    look: createLook(publication.theme),
    texts,
    rtl,
    link: (url) => url,
    asset: (src) => (src.startsWith('/') ? baseUrl + src : src),
    footer: {
      publication: publication.name,
      postalAddress: publication.postalAddress,
      newsletter: '',
      ...nobody,
    },
  };
  const body = head(publication.name, context) + words(content, context) + foot(publication, context);
  const preheader = content.paragraphs[0] ?? '';
  const html = await compilePage({
    language,
    rtl,
    title: content.subject,
    preheader,
    body,
    look: context.look,
  });
  return { subject: content.subject, html, text: textOf(content, publication) };
}

function head(name: string, context: Context): string {
  const { look } = context;
  const set = prose(`<strong>${escapeHtml(name)}</strong>`, context, {
    size: 24,
    height: '1.2',
    font: look.heading,
    align: 'center',
  });
  return section(column(set + rule(context, '18px 0 0', 3, true)), context, { top: 30 });
}

function words({ title, paragraphs: parts, list, button, small }: MessageContent, context: Context): string {
  const { look } = context;
  const heading = prose(
    `<h1 style="margin:0;font-size:28px;line-height:1.2">${escapeHtml(title)}</h1>`,
    context,
    { size: 28, height: '1.2', font: look.heading, padding: '0 0 12px' },
  );
  const listed =
    list &&
    `<p style="margin:14px 0 0">${escapeHtml(list.label)}</p><ul style="margin:6px 0 0">${list.items.map((item) => `<li><strong>${escapeHtml(item)}</strong></li>`).join('')}</ul>`;
  const text = prose(paragraphs(parts) + (listed ?? ''), context, { size: 17, height: '1.55' });
  const act = callToAct(button.label, button.url, context);
  const plainLink = prose(`<span style="word-break:break-all">${escapeHtml(button.url)}</span>`, context, {
    size: 12,
    height: '1.5',
    colour: look.light.soft,
    css: 'soft',
    padding: '14px 0 0',
  });
  const end = prose(escapeHtml(small), context, {
    size: 14,
    height: '1.55',
    colour: look.light.soft,
    css: 'soft',
    padding: '14px 0 0',
  });
  return section(column(heading + text + act + end + plainLink), context, { top: 28, bottom: 32 });
}

function foot(publication: PublicationProps, context: Context): string {
  const html = `<strong>${escapeHtml(publication.name)}</strong><br>${escapeHtml(publication.postalAddress).replaceAll('\n', '<br>')}`;
  const options = { size: 12, height: '1.6', colour: context.look.light.soft, css: 'soft', align: 'center' };
  return section(column(rule(context, '0 0 16px') + prose(html, context, options)), context, { bottom: 32 });
}

function textOf(
  { title, paragraphs: parts, list, button, small }: MessageContent,
  { name, postalAddress }: PublicationProps,
): string {
  const listed =
    list && [list.label, ...list.items.map((item) => wrap(item, '  ').replace(/^ {2}/, '* '))].join('\n');
  return `${stack(underline(title, '='), ...parts.map((part) => wrap(part)), listed ?? '', `${button.label}:\n${button.url}`, wrap(small), ruler, `${name}\n${postalAddress}`)}\n`;
}
